"""The audit log behind a transaction: its rows, the tree over them, its checkpoints; no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from server.ports.audit_records import AuditEntry, AuditQuery, AuditRow
from shared.protocol.audit import AuditBody
from shared.protocol.checkpoint import Checkpoint, LogOrigin


class AuditLog(Protocol):
    """The hash-chained log (protocol §7)."""

    def append(self, entry: AuditEntry) -> int:
        """Lock the head, insert the row with seq = head + 1, move the head; the seq.

        From then on a failure of this transaction, its commit included, is ``AUDIT_UNAVAILABLE``.
        """

    def head(self, *, lock: bool = False) -> tuple[int, bytes]:
        """The seq and leaf hash of the last row; (0, the genesis hash) when there is none.

        ``lock`` keeps every other writer of the log waiting until this transaction ends.
        """

    def count(self) -> int:
        """How many rows there are."""

    def leaf_hash(self, seq: int) -> bytes | None:
        """The stored leaf hash of one row, or ``None``."""

    def leaf_hashes(self, after: int) -> Iterator[bytes]:
        """The stored leaf hashes of the rows with a number above ``after``, in order, read in portions.

        What is no hash comes as an empty one.
        """

    def rows(self) -> Iterator[tuple[int, AuditBody, bytes]]:
        """Number, body and leaf hash of every row in order of number, read in portions.

        What cannot be read as a row comes as number 0 with an empty hash, which no chain holds.
        """

    def tail(
        self, count: int, query: AuditQuery | None = None, *, before: int | None = None
    ) -> tuple[AuditRow, ...]:
        """The newest ``count`` rows of those that a query asks for, oldest first.

        ``before`` leaves out the row of that number and all that are newer.
        """

    def first(self, count: int, query: AuditQuery) -> tuple[AuditRow, ...]:
        """The oldest ``count`` rows of those that a query asks for, oldest first."""

    def select(self, query: AuditQuery) -> Iterator[AuditRow]:
        """The rows that a query asks for, oldest first, read in portions."""


class AuditTree(Protocol):
    """The Merkle tree over the log and the checkpoints of it (protocol §7.2)."""

    def origin(self) -> LogOrigin | None:
        """How the log in force began; ``None`` before the first checkpoint."""

    def begin(self, origin: LogOrigin) -> None:
        """Begin a log; the rows stay."""

    def was_taken_over(self, log_id: bytes) -> bool:
        """Whether a later log took this one over (protocol §5.7)."""

    def newest(self) -> Checkpoint | None:
        """The newest checkpoint of the log in force."""

    def checkpoints(self) -> Iterator[Checkpoint]:
        """Every checkpoint of every log, by size. What cannot be read comes with an empty root."""

    def add(self, checkpoint: Checkpoint) -> None:
        """Insert a checkpoint of the log in force."""

    def size(self) -> int:
        """How many rows the stored nodes cover: the largest size of a checkpoint."""

    def node(self, level: int, index: int) -> bytes:
        """One complete node (:data:`shared.protocol.merkle.NodeReader`).

        Raises:
            Failure: ``INTEGRITY`` when it is missing or none.
        """

    def add_nodes(self, nodes: Iterable[tuple[int, int, bytes]]) -> None:
        """Insert nodes: level, index, hash."""

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every stored node in the order in which they became complete; no hash comes as an empty one."""
