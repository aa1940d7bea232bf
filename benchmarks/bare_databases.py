"""The database of a head office behind its back, of either kind: rows in bulk, indexes, sizes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import psycopg

from server.config import DATABASE_NAME

Values = Sequence[tuple[object, ...]]


class BareDatabase(Protocol):
    """What a benchmark does to a database."""

    kind: str
    clock: Callable[[], float]
    """Seconds: of processor time where the database is within this process, which other work leaves alone."""

    def run(self, statement: str) -> int:
        """Run one statement, outside a transaction; the number it answers, if any."""

    def put(self, table: str, rows: Values) -> None:
        """Insert whole rows, in one transaction, the quickest way that there is."""

    def tidy(self) -> None:
        """What the database does by itself in time: count its rows, and begin the write-ahead log anew."""

    def size(self, index: str) -> int:
        """How many bytes an index has."""

    def written(self) -> int:
        """How many bytes the write-ahead log got so far."""


class BareSqlite:
    """A SQLite file.

    Args:
        home: the head office's.
    """

    kind = "SQLite"

    def __init__(self, home: Path) -> None:
        self._log = home / f"{DATABASE_NAME}-wal"
        self._connection = sqlite3.connect(home / DATABASE_NAME, isolation_level=None)
        self.clock = time.process_time

    def run(self, statement: str) -> int:
        """As :meth:`BareDatabase.run`."""
        row = self._connection.execute(statement).fetchone()
        return int(row[0]) if row else 0

    def put(self, table: str, rows: Values) -> None:
        """As :meth:`BareDatabase.put`."""
        marks = ", ".join("?" for _ in rows[0])
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  a name of ours
        self._connection.execute("COMMIT")

    def tidy(self) -> None:
        """As :meth:`BareDatabase.tidy`; a head office never has SQLite count its rows."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self, index: str) -> int:
        """As :meth:`BareDatabase.size`."""
        found = self._connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name = ?", (index,))
        return int(found.fetchone()[0])

    def written(self) -> int:
        """As :meth:`BareDatabase.written`, until SQLite copies its log into the file, after 1,000 pages."""
        return self._log.stat().st_size


class BarePostgres:
    """A PostgreSQL database.

    Args:
        url: where it is.
    """

    kind = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self.clock = time.perf_counter

    def run(self, statement: str) -> int:
        """As :meth:`BareDatabase.run`."""
        cursor = self._connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
        return int(row[0]) if row else 0

    def put(self, table: str, rows: Values) -> None:
        """As :meth:`BareDatabase.put`."""
        statement = f"COPY {table} FROM STDIN".encode()
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def tidy(self) -> None:
        """As :meth:`BareDatabase.tidy`."""
        self.run("VACUUM ANALYZE")
        self.run("CHECKPOINT")

    def size(self, index: str) -> int:
        """As :meth:`BareDatabase.size`."""
        return self.run(f"SELECT pg_relation_size('{index}')")

    def written(self) -> int:
        """As :meth:`BareDatabase.written`."""
        return self.run("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
