"""What an error of the database means to others (protocol §5.6, §8): nothing is released on a doubt."""

from __future__ import annotations

from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, SQLAlchemyError

from shared.errors import Code, Failure

_UNDEFINED_TABLE = "42P01"
"""SQLSTATE of PostgreSQL, as the next."""

_DAMAGED = frozenset({"XX001", "XX002"})


def failure_of(error: SQLAlchemyError, *, audited: bool) -> Failure:
    """The failure that a database error is.

    Args:
        error: what SQLAlchemy raised.
        audited: whether the transaction had begun to write the audit log.

    Returns:
        ``INTEGRITY`` when the file is no longer a database; ``AUDIT_UNAVAILABLE`` for anything else once the
        audit log was being written; before that ``CONFLICT`` when a row is there already, ``HOME_INVALID``
        when there are no tables, else ``STORAGE_UNAVAILABLE``. Never the text of the error, which may quote
        values.
    """
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    # SQLite's driver raises the plain class for "malformed" and "not a database", a subclass for all else.
    if type(error) is DatabaseError or state in _DAMAGED:
        return Failure(Code.INTEGRITY, "The database is damaged; stop, and restore it from a backup.")
    if audited:
        return Failure(Code.AUDIT_UNAVAILABLE)
    if isinstance(error, IntegrityError):
        return Failure(Code.CONFLICT)
    if state == _UNDEFINED_TABLE or (
        isinstance(error, OperationalError) and "no such table" in str(error.orig)
    ):
        return Failure(Code.HOME_INVALID, "The database has no tables; run `ridgekey db upgrade`.")
    return Failure(Code.STORAGE_UNAVAILABLE)
