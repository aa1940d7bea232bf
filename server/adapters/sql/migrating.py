"""Brings a database's schema to the revision of this release, or takes it away, with Alembic."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.failures import failure_of
from server.adapters.sql.isolation import begin_options, lock_schema
from server.adapters.sql.revision import head_revision, require_known, revision_in

_MIGRATIONS = "migrations"


def upgrade(engine: Engine) -> str:
    """Bring a database to the revision of this release, in one transaction: all of it or nothing.

    Returns:
        The revision.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``INTEGRITY``; ``HOME_INVALID`` when the database is of a newer
            release. Nothing was changed then.
    """
    try:
        with as_file(files(_MIGRATIONS)) as folder, engine.connect() as connection:
            connection.execution_options(**begin_options(engine, write=True))
            with connection.begin():
                lock_schema(connection)
                require_known(revision_in(connection))
                command.upgrade(_configuration(str(folder), connection), "head")
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error
    return head_revision()


def remove_schema(engine: Engine) -> None:
    """Take every table away again, and all that is in them: for a head office whose making failed.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    try:
        with as_file(files(_MIGRATIONS)) as folder, engine.connect() as connection:
            connection.execution_options(**begin_options(engine, write=True))
            with connection.begin():
                lock_schema(connection)
                command.downgrade(_configuration(str(folder), connection), "base")
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error


def _configuration(folder: str, connection: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
