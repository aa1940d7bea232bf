"""The schema's revision: which one a database has, and which one this release needs.

Every command asks that. It is read here without Alembic, whose import takes longer than the question.
"""

from __future__ import annotations

import re
from importlib.resources import files

from sqlalchemy import Connection, Engine, column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.failures import failure_of
from shared.errors import Code, Failure

_VERSIONS = "migrations.versions"
_MIGRATION = re.compile(r"(?P<revision>[0-9]{4})_[a-z0-9_]+\.py", re.ASCII)
"""A migration's file begins with its revision, and revisions follow one another as their numbers do."""

_VERSION = table("alembic_version", column("version_num"))


def head_revision() -> str:
    """The revision that this release needs."""
    return max(_known())


def require_known(revision: str | None) -> None:
    """Check that a database's revision is none yet, or one of this release or an earlier one.

    Raises:
        Failure: ``HOME_INVALID`` when it is of a newer release.
    """
    if revision is not None and revision not in _known():
        sentence = f"The database is of a newer release (revision {revision}); update this program."
        raise Failure(Code.HOME_INVALID, sentence)


def revision_of(engine: Engine) -> str | None:
    """The revision that a database has, or ``None`` when it has none.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``INTEGRITY`` when it cannot be read.
    """
    try:
        with engine.connect() as connection:
            return revision_in(connection)
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error


def revision_in(connection: Connection) -> str | None:
    """As :func:`revision_of`, in a transaction of the caller's."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()


def _known() -> frozenset[str]:
    found = (_MIGRATION.fullmatch(file.name) for file in files(_VERSIONS).iterdir())
    return frozenset(each["revision"] for each in found if each)
