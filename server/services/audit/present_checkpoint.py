"""Tell a branch the newest checkpoint, and that it extends what the branch holds (protocol §3.11, §7.3)."""

from __future__ import annotations

from server.ports import Office, Transaction
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Testimony
from shared.protocol.merkle import consistency_proof, root
from shared.protocol.messages import CheckpointReference


def present_checkpoint(office: Office, held: CheckpointReference) -> Testimony:
    """The newest checkpoint with the consistency proof from the one that a branch holds.

    Raises:
        Failure: ``WITNESS_INCONSISTENT`` when the log does not extend what is held; ``AUDIT_UNAVAILABLE``
            when there is no checkpoint yet; ``INTEGRITY``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        require_extended(transaction, held)
        newest = transaction.tree.newest()
        if newest is None:
            raise Failure(Code.AUDIT_UNAVAILABLE)
        proof = consistency_proof(held.size, newest.size, transaction.tree.node) if held.size else ()
    return Testimony(newest, proof)


def require_extended(transaction: Transaction, held: CheckpointReference) -> None:
    """Check that the log in force goes on from what a witness holds (protocol §3.2).

    Raises:
        Failure: ``WITNESS_INCONSISTENT`` when the log is shorter, another, or was rewritten below it.
    """
    if held.size == 0:
        return
    newest = transaction.tree.newest()
    if newest is None or held.size > newest.size:
        raise Failure(Code.WITNESS_INCONSISTENT)
    if held.log_id != newest.origin.log_id:
        raise Failure(Code.WITNESS_INCONSISTENT, _BEGUN_ANEW)
    if root(held.size, transaction.tree.node) != held.root:
        raise Failure(Code.WITNESS_INCONSISTENT)


_BEGUN_ANEW = (
    "The head office began a new audit log after a restore. When it has told you so by another way, accept "
    "it by `ridgekey-branch witness reset --reason …`."
)
