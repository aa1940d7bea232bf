"""A disk below a SQLite file that does not keep what it is given: a process may not write to it again.

What a failed fsync was to make durable may be lost although a second fsync succeeds: the system forgets the
error once it was told. A file system that turned read-only has mostly met such an error of its own. A full
disk, a quota and a limit lose nothing and pass. PostgreSQL's server ends itself and recovers from its log.
"""

from __future__ import annotations

import os
import sqlite3

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.sqlite_engine import FILE_OPTION
from shared.errors import Code, Failure

_UNSYNCED = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})

_PRIMARY_CODE = 0xFF
"""The part of an extended result code that says the kind."""

_SENTENCE = (
    "The head office's disk did not take what was written, so nothing is released; "
    "the head office must look after that disk."
)


def disk_failed(engine: Engine, error: SQLAlchemyError) -> bool:
    """Whether an error means that the disk failed.

    Args:
        engine: what was written to.
        error: what SQLAlchemy raised.
    """
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    if code is None:
        return False
    if code == sqlite3.SQLITE_IOERR_WRITE or code & _PRIMARY_CODE == sqlite3.SQLITE_READONLY:
        # SQLite says no more: a quota is a failed write as well, and a connection that may only read refuses
        # as a disk does that turned read-only.
        return not os.access(engine.get_execution_options()[FILE_OPTION], os.W_OK)
    return code in _UNSYNCED


def failed_disk(*, audited: bool) -> Failure:
    """The failure of a transaction that met such a disk, and of every later one of the process.

    Args:
        audited: whether the transaction had begun to write the audit log.
    """
    return Failure(Code.AUDIT_UNAVAILABLE if audited else Code.STORAGE_UNAVAILABLE, _SENTENCE)
