"""What must hold for an exchange, each as one check within a transaction (protocol §3.2, §5, §6)."""

from __future__ import annotations

from datetime import datetime

from server.ports import (
    BranchStatus,
    CounterRecord,
    GenerationRecord,
    GenerationStatus,
    Transaction,
    UserStatus,
)
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_image_id

_REFUSED_STATUS = {
    BranchStatus.SUSPENDED: Code.BRANCH_SUSPENDED,
    BranchStatus.REVOKED: Code.BRANCH_REVOKED,
}


def require_branch(transaction: Transaction, branch: Identity, *, lock: bool = False) -> None:
    """The caller is an approved branch, and active (protocol §2.3).

    Raises:
        Failure: ``UNAUTHENTICATED``, ``BRANCH_SUSPENDED`` or ``BRANCH_REVOKED``.
    """
    record = transaction.branches.get(branch.name, lock=lock) if branch.role is Role.BRANCH else None
    if record is None or record.uri != branch.uri:
        raise Failure(Code.UNAUTHENTICATED)
    if record.status in _REFUSED_STATUS:
        raise Failure(_REFUSED_STATUS[record.status])


def require_no_fence(transaction: Transaction) -> None:
    """No restored database waits for its fence (protocol §5.7).

    Raises:
        Failure: ``FENCE_REQUIRED``.
    """
    if transaction.fence.required():
        raise Failure(Code.FENCE_REQUIRED)


def require_grant(transaction: Transaction, branch: Identity, user: int, *, lock: bool = False) -> None:
    """The branch serves this user (protocol §2.5): absent and ungranted users look alike.

    Raises:
        Failure: ``NOT_GRANTED``.
    """
    if not transaction.grants.exists(branch.name, user, lock=lock):
        raise Failure(Code.NOT_GRANTED)


def require_active_user(transaction: Transaction, user: int, *, lock: bool = False) -> CounterRecord:
    """The user is not on the exit list; the counter row.

    Raises:
        Failure: ``NOT_GRANTED`` when there is no such user, ``USER_EXITED``.
    """
    counter = transaction.counters.get(user, lock=lock)
    if counter is None:
        raise Failure(Code.NOT_GRANTED)
    if counter.status is not UserStatus.ACTIVE:
        raise Failure(Code.USER_EXITED)
    return counter


def require_generation(transaction: Transaction, user: int, generation: int) -> GenerationRecord:
    """The enrolment is in force: neither prepared, nor tainted, nor revoked (protocol §6).

    Raises:
        Failure: ``GENERATION_STALE``.
    """
    record = transaction.generations.get(user, generation)
    if record is None or record.status is not GenerationStatus.ACTIVE:
        raise Failure(Code.GENERATION_STALE)
    return record


def require_image(transaction: Transaction, branch: Identity, user: int, image: str) -> None:
    """The image is released to this user at this branch (protocol §2.6).

    Text that is no image ID never reaches the database.

    Raises:
        Failure: ``IMAGE_NOT_FOUND``: for anyone else it does not exist.
    """
    try:
        parse_image_id(image)
    except Failure:
        raise Failure(Code.IMAGE_NOT_FOUND) from None
    if not transaction.images.is_released(image, branch.name, user):
        raise Failure(Code.IMAGE_NOT_FOUND)


def require_no_lockout(transaction: Transaction, branch: Identity, user: int, now: datetime) -> None:
    """The branch is not locked out for this user (protocol §3.8).

    Raises:
        Failure: ``LOCKED_OUT``.
    """
    strikes = transaction.strikes.get(branch.name, user)
    if strikes is not None and now < strikes.locked_until:
        raise Failure(Code.LOCKED_OUT)


def require_no_backoff(transaction: Transaction, branch: Identity, user: int, now: datetime) -> None:
    """No back-off runs for this user at the branch (protocol §3.8, §3.9).

    Raises:
        Failure: ``RATE_LIMITED`` with the seconds that are left.
    """
    strikes = transaction.strikes.get(branch.name, user)
    if strikes is not None and now < strikes.blocked_until:
        raise Failure(Code.RATE_LIMITED, retry_after=(strikes.blocked_until - now).total_seconds())
