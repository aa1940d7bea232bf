"""One state of the database: as a file for a backup, and as a transaction that sees exactly what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.database import SqlDatabase, SqlTransaction
from server.adapters.sql.engines import using_engine
from server.adapters.sql.failures import failure_of
from server.adapters.sql.isolation import begin_options
from server.adapters.sql.postgres_tools import dump
from server.adapters.sql.sqlite_copy import copy_database
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.config import HeadOfficeConfig
from server.ports import Clock
from shared.stores.atomic import PRIVATE_FILE


@dataclass(frozen=True)
class Snapshot:
    """The file, which is whole once the block has ended, and the transaction, which ends with it."""

    file: Path
    transaction: SqlTransaction


@contextmanager
def snapshot(config: HeadOfficeConfig, clock: Clock, folder: Path) -> Iterator[Snapshot]:
    """Copy the database as it is at one moment; servers and commands go on meanwhile.

    Args:
        config: which database: SQLite's own backup of a file, ``pg_dump`` of PostgreSQL.
        clock: for the transaction.
        folder: where the copy lies; whoever made the folder removes it.

    Raises:
        Failure: ``LOCAL_FAILURE`` without room or without ``pg_dump``; ``STORAGE_UNAVAILABLE``,
            ``INTEGRITY``.
    """
    file = folder / "database"
    if config.database_file is not None:
        copy_database(config.database_file, file)
        # The copy is kept as the original is: it may be opened for writing, and nobody else knows of it.
        engine = sqlite_engine(file, config.database_wait_seconds)
        copied = SqlDatabase(engine, clock, config.database_wait_seconds)
        with closing(copied), copied.read() as transaction:
            yield Snapshot(file, transaction)
        return
    file.touch(PRIVATE_FILE)
    with using_engine(config, read_only=True) as engine, _exported(engine, clock) as (transaction, name):
        dump(engine, name, file)
        yield Snapshot(file, transaction)


@contextmanager
def _exported(engine: Engine, clock: Clock) -> Iterator[tuple[SqlTransaction, str]]:
    """A transaction of PostgreSQL, and the name by which another session sees the same state."""
    try:
        with engine.connect() as connection:
            connection.execution_options(**begin_options(engine, write=False))
            with connection.begin():
                name = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
                yield SqlTransaction(connection, clock), str(name)
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error
