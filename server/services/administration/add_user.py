"""Add a user."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def add_user(office: Office, user: int, actor: Actor) -> None:
    """Enter a user in the registry, with n = 0 and not enrolled.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``; ``CONFLICT`` when there is such a user.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        if transaction.counters.get(user) is not None:
            raise Failure(Code.CONFLICT, f"There is a user {user} already.")
        transaction.counters.add(user)
        transaction.audit.append(signed_entry(actor, Event.USER_ADDED, user=user))
