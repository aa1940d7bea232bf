"""Check lock-out again when a Proof arrives (protocol §3.9): others may have failed since Hello."""

from __future__ import annotations

from server.ports import Office
from server.services.exchange.requirements import require_no_lockout
from shared.identifiers import Identity


def check_lockout(office: Office, branch: Identity, user: int) -> None:
    """Refuse a Proof of a branch that is locked out for this user by now.

    Raises:
        Failure: ``LOCKED_OUT``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        require_no_lockout(transaction, branch, user, office.clock.now())
