"""A SQLite file as an engine: durable, and with transactions that begin when they are said to begin."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

BEGIN_OPTION = "ridgekey_begin"
FILE_OPTION = "ridgekey_file"
BEGIN_READ = "BEGIN"
BEGIN_WRITE = "BEGIN IMMEDIATE"

_READING = ("query_only=ON", "trusted_schema=OFF")
_WRITING = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF")

_POOLED = 8
_BEYOND = 56


def sqlite_engine(
    file: Path, wait_seconds: float, *, create: bool = False, read_only: bool = False
) -> Engine:
    """Open a SQLite file.

    Args:
        file: the database file.
        wait_seconds: how long to wait for another process that is writing.
        create: whether to make the file when it is not there, readable by its owner alone.
        read_only: whether nothing may be written, not even how the file is kept.

    Returns:
        An engine for many threads. Statements' values never appear in its errors.
    """
    if create:
        file.touch(mode=0o600)
    location = f"file:{quote(str(file.absolute()))}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            location, uri=True, timeout=wait_seconds, isolation_level=None, check_same_thread=False
        )
        for pragma in _READING if read_only else _WRITING:
            connection.execute(f"PRAGMA {pragma}")
        # Somebody else's bytes that are no text would make a row unreadable; replaced, they fit no hash.
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=_POOLED,
        max_overflow=_BEYOND,
        pool_timeout=wait_seconds,
        hide_parameters=True,
        execution_options={FILE_OPTION: file},
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # The driver would begin a deferred transaction only at the first write, after SELECTs had already read
    # what another writer then changes; two of them would both hold the same n (protocol §5).
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN_OPTION, BEGIN_READ))
