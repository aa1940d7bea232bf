"""A database whose transactions are steps of a trace: what was asked of which repository, and no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from server.ports import Database, Transaction
from shared.tracing.tracer import Tracer


class TracedDatabase:
    """A database around another (:class:`server.ports.Database`).

    Waiting for the other writers, the statements of the block and its COMMIT are within one step, and each
    call of a repository is a step of its own, named after the port's method. Outside a trace there are none.

    Args:
        database: does the work.
        tracer: is told.
    """

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that changes nothing."""
        with self._tracer.step("database.read"), self._database.read() as transaction:
            yield _TracedTransaction(transaction, self._tracer)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that commits at the end of the block, or leaves no trace."""
        with self._tracer.step("database.write"), self._database.write() as transaction:
            yield _TracedTransaction(transaction, self._tracer)

    def revision(self) -> str | None:
        """The schema revision of the database, or ``None``."""
        return self._database.revision()

    def when_disk_fails(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called when the disk fails; no transaction begins from then on."""
        self._database.when_disk_fails(tell)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._database.close()


class _TracedTransaction:
    """The repositories of one transaction (:class:`server.ports.Transaction`), each traced."""

    def __init__(self, transaction: Transaction, tracer: Tracer) -> None:
        self._transaction = transaction
        self._tracer = tracer

    def __getattr__(self, name: str) -> Any:
        return _TracedRepository(getattr(self._transaction, name), name, self._tracer)


class _TracedRepository:
    """One repository, each of whose calls is a step."""

    def __init__(self, repository: Any, name: str, tracer: Tracer) -> None:
        self._repository = repository
        self._name = name
        self._tracer = tracer

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._repository, name)
        return self._stepped(found, f"{self._name}.{name}") if callable(found) else found

    def _stepped(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        @wraps(call)
        def stepped(*arguments: Any, **named: Any) -> Any:
            with self._tracer.step(name):
                return call(*arguments, **named)

        return stepped
