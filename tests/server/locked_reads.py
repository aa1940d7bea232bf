"""A database that notes which rows its writers lock.

SQLite has one writer at a time and no row locks, so that a lock that is not asked for does no harm there;
where writers run side by side it would (protocol §5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from server.ports import Office


class LockNotes:
    """Notes the locks of every write transaction of an office.

    Attributes:
        office: the office, with a database that takes notes.
        locked: the repositories whose rows were read under a lock, in order.
        unlocked: those read without one that could have been locked.
        shared: the images whose rows were kept from being withdrawn meanwhile.
    """

    def __init__(self, office: Office) -> None:
        self.shared: list[str] = []
        self.locked: list[str] = []
        self.unlocked: list[str] = []
        self._database = office.database
        self.office = replace(office, database=self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @contextmanager
    def write(self) -> Iterator[Any]:
        """A write transaction whose reads are noted."""
        with self._database.write() as transaction:
            yield _Noted(transaction, self)

    def note(self, repository: str, read: Callable[..., Any]) -> Callable[..., Any]:
        """The same read, noted."""

        def noted(*keys: Any, lock: bool = False) -> Any:
            (self.locked if lock else self.unlocked).append(repository)
            return read(*keys, lock=lock)

        return noted


class _Noted:
    def __init__(self, transaction: Any, notes: LockNotes) -> None:
        self._transaction = transaction
        self._notes = notes

    def __getattr__(self, name: str) -> Any:
        repository = getattr(self._transaction, name)
        if name == "images":
            return _Images(repository, self._notes)
        reads = {
            "branches": "get",
            "counters": "get",
            "grants": "exists",
            "requests": "get",
            "strikes": "get",
        }
        return _Repository(repository, reads[name], self._notes, name) if name in reads else repository


class _Repository:
    def __init__(self, repository: Any, read: str, notes: LockNotes, name: str) -> None:
        self._repository = repository
        self._read = read
        self._notes = notes
        self._name = name

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._repository, name)
        return self._notes.note(self._name, attribute) if name == self._read else attribute


class _Images:
    def __init__(self, images: Any, notes: LockNotes) -> None:
        self._images = images
        self._notes = notes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._images, name)

    def share(self, image: str) -> None:
        self._notes.shared.append(image)
        self._images.share(image)
