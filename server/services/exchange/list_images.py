"""List what a user may be sent at a branch (protocol §2.6)."""

from __future__ import annotations

from server.ports import ImageRecord, Office
from server.services.exchange.require_rate import require_rate
from server.services.exchange.requirements import require_active_user, require_branch, require_grant
from shared.identifiers import Identity


def list_images(office: Office, branch: Identity, user: int) -> tuple[ImageRecord, ...]:
    """The images released to ``user`` at ``branch``, in order of ID.

    Raises:
        Failure: ``UNAUTHENTICATED``, ``BRANCH_SUSPENDED``, ``BRANCH_REVOKED``, ``RATE_LIMITED``,
            ``ID_OUT_OF_RANGE``, ``NOT_GRANTED``, ``USER_EXITED``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        require_branch(transaction, branch)
        require_rate(office, branch)
        office.config.id_range.check(user)
        require_grant(transaction, branch, user)
        require_active_user(transaction, user)
        return transaction.images.released(branch.name, user)
