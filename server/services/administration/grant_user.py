"""Let a branch serve a user (protocol §2.5)."""

from __future__ import annotations

from server.ports import Actor, BranchStatus, Event, GenerationStatus, Office, UserStatus
from server.services.administration.list_users import UserView, view_user
from server.services.administration.lookups import find_branch, find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def grant_user(office: Office, user: int, branch: str, actor: Actor) -> int:
    """Grant a user to a branch; granting again is how the package of a new generation is issued.

    Returns:
        The generation whose enrolment package the branch is to have.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``; ``CONFLICT`` when no enrolment of the user is in
            force; ``USER_EXITED`` for one on the exit list; ``BRANCH_REVOKED``.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        if find_branch(transaction, branch).status is BranchStatus.REVOKED:
            raise Failure(Code.BRANCH_REVOKED)
        counter = find_user(transaction, user, lock=True)
        require_grantable(view_user(transaction, counter, office.clock.now()))
        if not transaction.grants.exists(branch, user):
            transaction.grants.add(branch, user, office.clock.now())
        granted = {"user": user, "generation": counter.generation}
        transaction.audit.append(signed_entry(actor, Event.USER_GRANTED, branch=branch, **granted))
    return counter.generation


def require_grantable(user: UserView) -> None:
    """There is an enrolment of the user that a branch could use.

    Raises:
        Failure: ``USER_EXITED``; ``CONFLICT`` when the user is not enrolled, or the enrolment was tainted or
            revoked.
    """
    number = user.user
    if user.status is not UserStatus.ACTIVE:
        raise Failure(Code.USER_EXITED, f"User {number} is on the exit list; readmit the user first.")
    if user.enrolment is None:
        raise Failure(
            Code.CONFLICT, f"User {number} is not enrolled; run `ridgekey user enrol {number}` first."
        )
    if user.enrolment is not GenerationStatus.ACTIVE:
        sentence = f"The enrolment of user {number} is {user.enrolment}; run `ridgekey user enrol {number}`."
        raise Failure(Code.CONFLICT, sentence)
