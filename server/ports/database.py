"""One transaction over everything that is kept in the database, as repositories; no SQL.

A transaction of :meth:`Database.write` is exclusive with every other writer of the same rows; ``lock=True``
asks for the row lock that protocol §5 names where the database has row locks. Any repository method raises
``Failure`` ``STORAGE_UNAVAILABLE`` when the database cannot be reached, read or written.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from server.ports.administrators import Administrators
from server.ports.audit import AuditLog, AuditTree
from server.ports.exchanges import Fence, Requests, Strikes
from server.ports.registry import Branches, Certificates, Counters, Generations, Grants, Images


class Transaction(Protocol):
    """The repositories within one transaction."""

    @property
    def branches(self) -> Branches:
        """Approved branches."""

    @property
    def administrators(self) -> Administrators:
        """Administrators of other machines."""

    @property
    def certificates(self) -> Certificates:
        """Certificates of branches beside those in force."""

    @property
    def counters(self) -> Counters:
        """Users' counters."""

    @property
    def generations(self) -> Generations:
        """Enrolments."""

    @property
    def grants(self) -> Grants:
        """Grants."""

    @property
    def images(self) -> Images:
        """Images."""

    @property
    def requests(self) -> Requests:
        """Requests."""

    @property
    def strikes(self) -> Strikes:
        """Wrong and missing proofs."""

    @property
    def audit(self) -> AuditLog:
        """The audit log."""

    @property
    def tree(self) -> AuditTree:
        """The Merkle tree over it."""

    @property
    def fence(self) -> Fence:
        """Whether a restore waits for its fence."""


class Database(Protocol):
    """Opens transactions; safe to use from many threads and, with others of its kind, many processes."""

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction that sees one state and changes nothing."""

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits at the end of the block and rolls back when an exception leaves it.

        Raises:
            Failure: ``STORAGE_UNAVAILABLE`` or ``AUDIT_UNAVAILABLE`` when nothing was committed.
        """

    def revision(self) -> str | None:
        """The schema revision of the database, or ``None`` when it has none."""

    def when_disk_fails(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called, from any thread, when the disk below a database file fails.

        No transaction begins from then on, ``STORAGE_UNAVAILABLE``; the process is to end. The server of a
        PostgreSQL database looks after its own disk.
        """

    def close(self) -> None:
        """Close every connection."""
