"""Verify the audit log: its chain, its tree, its checkpoints (protocol §7.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from server.ports import Office, Transaction
from shared.protocol.audit import first_bad_seq
from shared.protocol.checkpoint import Checkpoint
from shared.protocol.merkle import Frontier


@dataclass(frozen=True)
class AuditVerdict:
    """Whether the log holds.

    Attributes:
        ok: whether every row, node and checkpoint is what it should be.
        rows: how many rows there are.
        checkpoints: how many checkpoints were verified.
        first_bad: the first row that is not what it should be, or whose node or checkpoint is not.
    """

    ok: bool
    rows: int
    checkpoints: int
    first_bad: int | None


def verify_audit(office: Office) -> AuditVerdict:
    """Recompute the log from the first row on, and compare it with its head, its tree and its checkpoints.

    Finds rows that were edited, deleted, inserted or put in another order, a tail cut off below the head or a
    checkpoint, a checkpoint that was not signed, and a log without any row: the first is written when the
    head office is made. A log that was rewritten as a whole, checkpoints and all, with the log key in hand,
    is found by the branches that witness it, not here (protocol §7.3).

    Returns:
        The verdict; when it is bad, ``first_bad`` is the seq from which on the log cannot be trusted.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` when the log cannot be read; ``HOME_INVALID`` without the log key.
    """
    with office.database.read() as transaction:
        walk = _Walk(transaction, office.log_key.public())
        first_bad = walk.first_bad()
        if first_bad is None:
            first_bad = _first_beyond_head(transaction, walk.rows)
        rows = transaction.audit.count()
    return AuditVerdict(first_bad is None, rows, walk.checkpoints, first_bad)


class _Walk:
    """One pass over rows, nodes and checkpoints together, each read in the order of the rows they need."""

    def __init__(self, transaction: Transaction, log_key: bytes) -> None:
        self._transaction = transaction
        self._log_key = log_key
        self._frontier = Frontier()
        self._covered = transaction.tree.size()
        self._nodes = transaction.tree.nodes()
        self._signed = transaction.tree.checkpoints()
        self._next = next(self._signed, None)
        self.checkpoints = 0

    @property
    def rows(self) -> int:
        """How many rows were found good."""
        return self._frontier.size

    def first_bad(self) -> int | None:
        """The first row that is not what it should be; ``None`` when all are, and nothing is left over."""
        first_bad = first_bad_seq(self._transaction.audit.rows(), self._built_on)
        if first_bad is not None:
            return first_bad
        return None if self._next is None and next(self._nodes, None) is None else self.rows + 1

    def _built_on(self, leaf: bytes) -> bool:
        return self._nodes_hold(leaf) and self._checkpoints_hold()

    def _nodes_hold(self, leaf: bytes) -> bool:
        complete = self._frontier.append(leaf)
        if self.rows > self._covered:
            return True
        return all(next(self._nodes, None) == node for node in complete)

    def _checkpoints_hold(self) -> bool:
        while self._next is not None and self._next.size == self.rows:
            if not self._holds(self._next):
                return False
            self.checkpoints += 1
            self._next = next(self._signed, None)
        return self._next is None or self._next.size > self.rows

    def _holds(self, checkpoint: Checkpoint) -> bool:
        return checkpoint.root == self._frontier.root() and checkpoint.is_signed_by(self._log_key)


def verify_witness(office: Office, witnessed: Checkpoint) -> bool:
    """Whether the log still begins as a checkpoint that somebody kept elsewhere says (protocol §7.3)."""
    with office.database.read() as transaction:
        leaves: Iterator[bytes] = transaction.audit.leaf_hashes(0)
        frontier = Frontier()
        while frontier.size < witnessed.size and (leaf := next(leaves, None)) is not None:
            frontier.append(leaf)
    signed = witnessed.is_signed_by(office.log_key.public())
    return signed and frontier.size == witnessed.size and frontier.root() == witnessed.root


def _first_beyond_head(transaction: Transaction, rows: int) -> int | None:
    """Where a chain of ``rows`` rows, sound in itself, parts from the head."""
    head_seq, head_hash = transaction.audit.head()
    if head_seq != rows:
        return min(head_seq, rows) + 1
    if not rows:
        return 1
    return None if transaction.audit.leaf_hash(rows) == head_hash else rows
