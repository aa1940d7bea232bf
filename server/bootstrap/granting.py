"""Grants a user to a branch: the sealed enrolment package, and the grant itself (protocol §2.5, §9.3)."""

from __future__ import annotations

from server.bootstrap.admitting import request_of
from server.bootstrap.credentials import Credentials
from server.ports import Actor, BranchStatus, Office
from server.services.administration import grant_user, require_grantable, show_branch, show_user
from shared.crypto.packages import Address, seal_package
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home


def grant_with_package(office: Office, user: int, branch: str, actor: Actor) -> tuple[int, bytes]:
    """Seal a user's current enrolment for a branch and enter the grant.

    The package is made first: a grant without one could serve nobody.

    Returns:
        The generation, and the package.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``; ``CONFLICT`` when the user is not enrolled, or was
            enrolled anew meanwhile; ``USER_EXITED``, ``BRANCH_REVOKED``; ``INTEGRITY``, the home was altered.
    """
    record = show_branch(office, branch).branch
    view = show_user(office, user)
    require_grantable(view)
    generation = view.generation
    if record.status is BranchStatus.REVOKED:
        raise Failure(Code.BRANCH_REVOKED, f"Branch {branch} was revoked, and that is for ever.")
    recipient = request_of(office, record).hpke_public_key
    enrolment = office.enrolments.get(user, generation)
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    with Credentials(home, office.randomness).package_key() as key, enrolment.secret:
        package = seal_package(Address(record.uri, user, generation), enrolment.encode(), recipient, key)
    if grant_user(office, user, branch, actor) != generation:
        raise Failure(Code.CONFLICT, f"User {user} was enrolled anew just now; grant once more.")
    return generation, package
