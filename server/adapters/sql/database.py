"""The database port on SQL: one connection and one transaction per block."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.administrators import SqlAdministrators
from server.adapters.sql.audit_log import SqlAuditLog
from server.adapters.sql.audit_tree import SqlAuditTree
from server.adapters.sql.branches import SqlBranches
from server.adapters.sql.certificates import SqlCertificates
from server.adapters.sql.counters import SqlCounters
from server.adapters.sql.disk_failure import disk_failed, failed_disk
from server.adapters.sql.failures import failure_of
from server.adapters.sql.fence import SqlFence
from server.adapters.sql.generations import SqlGenerations
from server.adapters.sql.grants import SqlGrants
from server.adapters.sql.images import SqlImages
from server.adapters.sql.isolation import begin_options, has_one_writer
from server.adapters.sql.requests import SqlRequests
from server.adapters.sql.revision import revision_of
from server.adapters.sql.strikes import SqlStrikes
from server.ports import Clock
from shared.errors import Code, Failure


class SqlTransaction:
    """The repositories on one connection (:class:`server.ports.Transaction`)."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.branches = SqlBranches(connection)
        self.administrators = SqlAdministrators(connection)
        self.certificates = SqlCertificates(connection)
        self.counters = SqlCounters(connection)
        self.generations = SqlGenerations(connection)
        self.grants = SqlGrants(connection)
        self.images = SqlImages(connection)
        self.requests = SqlRequests(connection)
        self.strikes = SqlStrikes(connection)
        self.audit = SqlAuditLog(connection, clock)
        self.tree = SqlAuditTree(connection)
        self.fence = SqlFence(connection)


class SqlDatabase:
    """Transactions on an engine (:class:`server.ports.Database`).

    Args:
        engine: where the tables are.
        clock: dates the audit rows.
        wait_seconds: how long a writer waits for the other writers of this process.
    """

    def __init__(self, engine: Engine, clock: Clock, wait_seconds: float) -> None:
        self._engine = engine
        self._clock = clock
        self._wait_seconds = wait_seconds
        # SQLite lets one writer in and has the others poll. Within a process a lock is fair where polling
        # starves some, and costs nothing. PostgreSQL's writers queue for the rows that they share.
        self._writers: threading.Lock | None = threading.Lock() if has_one_writer(engine) else None
        self._disk_failed = False
        self._to_tell: list[Callable[[], None]] = []

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """A transaction that sees one state and changes nothing."""
        with self._transaction(write=False) as transaction:
            yield transaction

    @contextmanager
    def write(self) -> Iterator[SqlTransaction]:
        """A transaction that commits at the end of the block, or leaves no trace."""
        with self._turn(), self._transaction(write=True) as transaction:
            yield transaction

    def revision(self) -> str | None:
        """The schema revision of the database, or ``None``."""
        return revision_of(self._engine)

    def when_disk_fails(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called when the disk fails, or at once if it has; no transaction begins any more."""
        self._to_tell.append(tell)
        if self._disk_failed:
            tell()

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._writers is None:
            yield
            return
        if not self._writers.acquire(timeout=self._wait_seconds):
            raise Failure(Code.STORAGE_UNAVAILABLE)
        try:
            yield
        finally:
            self._writers.release()

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[SqlTransaction]:
        if self._disk_failed:
            raise failed_disk(audited=False)
        transaction: SqlTransaction | None = None
        try:
            with self._engine.connect() as connection:
                connection.execution_options(**begin_options(self._engine, write=write))
                with connection.begin():
                    transaction = SqlTransaction(connection, self._clock)
                    yield transaction
        except SQLAlchemyError as error:
            audited = transaction is not None and transaction.audit.begun
            if disk_failed(self._engine, error):
                self._give_up()
                raise failed_disk(audited=audited) from error
            failure = failure_of(error, audited=audited)
            if failure.code is Code.INTEGRITY:
                # Connections remember the damaged file; a restored one is seen only by new ones.
                self._engine.dispose()
            raise failure from error

    def _give_up(self) -> None:
        self._disk_failed = True
        for tell in self._to_tell:
            tell()
