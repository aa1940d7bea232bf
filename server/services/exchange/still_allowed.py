"""Check, while an image streams, that it still may (protocol §6): every 2 s or 16 chunks."""

from __future__ import annotations

from server.ports import GenerationStatus, Office
from server.services.exchange.requirements import require_active_user, require_branch, require_grant
from shared.errors import Code, Failure
from shared.identifiers import Identity


def still_allowed(office: Office, branch: Identity, user: int, generation: int) -> None:
    """Refuse to go on once the branch, the grant, the user or the enrolment was withdrawn.

    A generation that was merely replaced may finish what it began: its number and key are its own.

    Raises:
        Failure: ``BRANCH_SUSPENDED``, ``BRANCH_REVOKED``, ``NOT_GRANTED``, ``USER_EXITED``,
            ``GENERATION_STALE``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        require_branch(transaction, branch)
        require_grant(transaction, branch, user)
        require_active_user(transaction, user)
        record = transaction.generations.get(user, generation)
    if record is None or record.status is GenerationStatus.REVOKED:
        raise Failure(Code.GENERATION_STALE)
