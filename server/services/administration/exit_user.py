"""Put a user on the exit list: the paper's exit indicator (protocol §6)."""

from __future__ import annotations

from server.ports import Actor, Event, Office, UserStatus
from server.services.administration.lookups import find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def exit_user(office: Office, user: int, actor: Actor) -> None:
    """Let a user receive nothing more; locks the row that T0 and T1 lock, so it is ordered against them.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``; ``CONFLICT`` when on the list already.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        if find_user(transaction, user, lock=True).status is UserStatus.EXITED:
            raise Failure(Code.CONFLICT, f"User {user} is on the exit list already.")
        transaction.counters.set_status(user, UserStatus.EXITED)
        transaction.audit.append(signed_entry(actor, Event.USER_EXITED, user=user))
