"""Walk the audit log's hash chain (protocol §7.4)."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office, Transaction
from shared.protocol.audit import first_bad_seq


@dataclass(frozen=True)
class AuditVerdict:
    """Whether the chain holds, how many rows there are, and the first seq that is not what it should be."""

    ok: bool
    rows: int
    first_bad: int | None


def verify_audit(office: Office) -> AuditVerdict:
    """Recompute every leaf hash from the first row on, and compare the end with the head.

    Finds rows that were edited, deleted, inserted or put in another order, a tail cut off below the head, and
    a log without any row: the first is written when the head office is made.
    A log that was rewritten as a whole is found by the branches that witness it, not here (protocol §7.3).

    Returns:
        The verdict; when it is bad, ``first_bad`` is the seq from which on the log cannot be trusted.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` when the log cannot be read.
    """
    with office.database.read() as transaction:
        rows = transaction.audit.count()
        first_bad = first_bad_seq(transaction.audit.rows())
        if first_bad is None:
            first_bad = _first_beyond_head(transaction, rows)
    return AuditVerdict(first_bad is None, rows, first_bad)


def _first_beyond_head(transaction: Transaction, rows: int) -> int | None:
    """Where a chain of ``rows`` rows, sound in itself, parts from the head."""
    head_seq, head_hash = transaction.audit.head()
    if head_seq != rows:
        return min(head_seq, rows) + 1
    if not rows:
        return 1
    return None if transaction.audit.leaf_hash(rows) == head_hash else rows
