"""List the users."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import CounterRecord, Office, Transaction, UserStatus
from shared.identifiers import Finger


@dataclass(frozen=True)
class UserView:
    """A user as the administrator sees one: generation 0 and no fingers when not enrolled."""

    user: int
    status: UserStatus
    generation: int
    fingers: tuple[Finger, ...]
    branches: tuple[str, ...]


def list_users(office: Office) -> tuple[UserView, ...]:
    """Every user in order of ID.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return tuple(view_user(transaction, counter) for counter in transaction.counters.all())


def view_user(transaction: Transaction, counter: CounterRecord) -> UserView:
    """Put together what is known of a user."""
    enrolment = transaction.generations.get(counter.user, counter.generation)
    return UserView(
        counter.user,
        counter.status,
        counter.generation,
        enrolment.fingers if enrolment else (),
        transaction.grants.branches_of(counter.user),
    )
