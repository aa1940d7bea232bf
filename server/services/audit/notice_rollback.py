"""Notice that the database went back behind what this machine saw of it (protocol §5.7)."""

from __future__ import annotations

from server.ports import Office
from server.services.audit.present_checkpoint import require_extended
from shared.errors import Code, Failure
from shared.protocol.messages import CheckpointReference


def notice_rollback(office: Office, seen: CheckpointReference) -> bool:
    """Disable exchanges when the log no longer goes on from a checkpoint that this machine kept.

    A restore with the database's own tools, or a failover to a replica that lagged, looks like this.

    Args:
        office: the head office.
        seen: the newest checkpoint that a server of this home wrote or read.

    Returns:
        Whether the database went back; exchanges wait for the fence then.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``, ``INTEGRITY``.
    """
    try:
        with office.database.read() as transaction:
            # A fence set since then began another log: what was seen of this one is settled.
            if not transaction.tree.was_taken_over(seen.log_id):
                require_extended(transaction, seen)
        return False
    except Failure as failure:
        if failure.code is not Code.WITNESS_INCONSISTENT:
            raise
    with office.database.write() as transaction:
        transaction.fence.require(required=True)
    return True
