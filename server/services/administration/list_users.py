"""List the users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.ports import CounterRecord, GenerationStatus, Office, Transaction, UserStatus
from shared.identifiers import Finger


@dataclass(frozen=True)
class UserView:
    """A user as the administrator sees one.

    Attributes:
        user: the ID.
        status: whether the user is on the exit list.
        generation: the current enrolment; 0 when not enrolled.
        enrolment: its status; ``None`` when not enrolled.
        fingers: those enrolled.
        branches: those that serve the user.
        locked_at: those that are locked out for the user now.
    """

    user: int
    status: UserStatus
    generation: int
    enrolment: GenerationStatus | None
    fingers: tuple[Finger, ...]
    branches: tuple[str, ...]
    locked_at: tuple[str, ...] = ()


def list_users(office: Office) -> tuple[UserView, ...]:
    """Every user in order of ID.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    now = office.clock.now()
    with office.database.read() as transaction:
        return tuple(view_user(transaction, counter, now) for counter in transaction.counters.all())


def view_user(transaction: Transaction, counter: CounterRecord, now: datetime) -> UserView:
    """Put together what is known of a user at this time."""
    enrolment = transaction.generations.get(counter.user, counter.generation)
    return UserView(
        counter.user,
        counter.status,
        counter.generation,
        enrolment.status if enrolment else None,
        enrolment.fingers if enrolment else (),
        transaction.grants.branches_of(counter.user),
        tuple(each.branch for each in transaction.strikes.of_user(counter.user) if now < each.locked_until),
    )
