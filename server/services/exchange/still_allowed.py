"""Check, while an image streams, that it still may (protocol §6): every 2 s or 16 chunks."""

from __future__ import annotations

from server.ports import Office
from server.services.exchange.requirements import (
    require_active_user,
    require_branch,
    require_generation,
    require_grant,
    require_image,
)
from shared.identifiers import Identity
from shared.protocol.messages import Hello


def still_allowed(office: Office, branch: Identity, hello: Hello) -> None:
    """Refuse to go on once the branch, the grant, the user, the enrolment or the image was withdrawn.

    Args:
        office: the head office.
        branch: the authenticated caller.
        hello: the admitted request.

    Raises:
        Failure: ``BRANCH_SUSPENDED``, ``BRANCH_REVOKED``, ``NOT_GRANTED``, ``USER_EXITED``,
            ``GENERATION_STALE``, ``IMAGE_NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        require_branch(transaction, branch)
        require_grant(transaction, branch, hello.user)
        require_active_user(transaction, hello.user)
        require_generation(transaction, hello.user, hello.generation)
        require_image(transaction, branch, hello.user, hello.image)
