"""Prove that the newest checkpoint holds one row (protocol §7.4)."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint
from shared.protocol.merkle import includes, inclusion_proof


@dataclass(frozen=True)
class Inclusion:
    """A row's leaf hash, its audit path and the checkpoint whose root it leads to (RFC 9162 §2.1.3)."""

    seq: int
    leaf_hash: bytes
    path: tuple[bytes, ...]
    checkpoint: Checkpoint


def prove_inclusion(office: Office, seq: int) -> Inclusion:
    """The proof that row ``seq`` is in the log that the newest checkpoint signs; it was verified.

    Raises:
        Failure: ``NOT_FOUND`` when no checkpoint covers the row yet; ``INTEGRITY`` when the row is not what
            the checkpoint signed; ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        newest = transaction.tree.newest()
        if newest is None or not 1 <= seq <= newest.size:
            covered = 0 if newest is None else newest.size
            sentence = f"No checkpoint covers row {seq} yet; the newest has {covered} rows."
            raise Failure(Code.NOT_FOUND, sentence)
        leaf = transaction.tree.node(0, seq - 1)
        path = inclusion_proof(seq - 1, newest.size, transaction.tree.node)
    if not includes(leaf, seq - 1, newest.size, path, newest.root):
        raise Failure(Code.INTEGRITY, f"Row {seq} is not the one that the newest checkpoint signed.")
    return Inclusion(seq, leaf, path, newest)
