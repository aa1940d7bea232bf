"""The schema's revision: which one a database has, which one this release needs, and getting there."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.failures import failure_of
from server.adapters.sql.isolation import begin_options, lock_schema
from shared.errors import Code, Failure

_MIGRATIONS = "migrations"


def head_revision() -> str:
    """The revision that this release needs."""
    with as_file(files(_MIGRATIONS)) as folder:
        head = ScriptDirectory(str(folder)).get_current_head()
    if head is None:
        raise AssertionError("the package holds migrations")
    return head


def require_known(revision: str | None) -> None:
    """Check that a database's revision is none yet, or one of this release or an earlier one.

    Raises:
        Failure: ``HOME_INVALID`` when it is of a newer release.
    """
    with as_file(files(_MIGRATIONS)) as folder:
        known = {script.revision for script in ScriptDirectory(str(folder)).walk_revisions()}
    if revision is not None and revision not in known:
        sentence = f"The database is of a newer release (revision {revision}); update this program."
        raise Failure(Code.HOME_INVALID, sentence)


def revision_of(engine: Engine) -> str | None:
    """The revision that a database has, or ``None`` when it has none.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``INTEGRITY`` when it cannot be read.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error


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
                require_known(MigrationContext.configure(connection).get_current_revision())
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
