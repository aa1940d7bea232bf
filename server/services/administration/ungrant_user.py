"""Withdraw a user from a branch (protocol §2.5)."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.lookups import find_branch, find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def ungrant_user(office: Office, user: int, branch: str, actor: Actor) -> None:
    """Withdraw a grant; ordered against every release (protocol §5.3).

    Raises:
        Failure: ``ID_OUT_OF_RANGE``; ``NOT_FOUND`` when there is no such user, branch or grant.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        find_branch(transaction, branch)
        find_user(transaction, user)
        if not transaction.grants.remove(branch, user):
            raise Failure(Code.NOT_FOUND, f"Branch {branch} has no grant for user {user}.")
        transaction.audit.append(signed_entry(actor, Event.USER_UNGRANTED, branch=branch, user=user))
