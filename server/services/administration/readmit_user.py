"""Take a user off the exit list."""

from __future__ import annotations

from server.ports import Actor, Event, Office, UserStatus
from server.services.administration.lookups import find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def readmit_user(office: Office, user: int, actor: Actor) -> None:
    """Let a user receive again; the message number goes on as it was.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``; ``CONFLICT`` when not on the list.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        if find_user(transaction, user, lock=True).status is UserStatus.ACTIVE:
            raise Failure(Code.CONFLICT, f"User {user} is not on the exit list.")
        transaction.counters.set_status(user, UserStatus.ACTIVE)
        transaction.audit.append(signed_entry(actor, Event.USER_READMITTED, user=user))
