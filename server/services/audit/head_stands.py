"""Whether the audit log ends where its head says: what can be told without reading all of it."""

from __future__ import annotations

from server.ports import Database


def head_stands(database: Database) -> bool:
    """Whether the head is the last row's number and hash, and as many rows are there.

    A row that was edited is found by :func:`verify_audit`, which reads them all.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with database.read() as transaction:
        seq, leaf = transaction.audit.head()
        return seq == transaction.audit.count() and seq > 0 and transaction.audit.leaf_hash(seq) == leaf
