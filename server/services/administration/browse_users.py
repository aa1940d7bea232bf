"""List users page by page, each with the number that they have reached."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office, UserStatus
from server.services.administration.list_users import UserView, view_user
from server.services.administration.show_counter import CounterView, view_counter


@dataclass(frozen=True)
class UserPage:
    """One page of users.

    Attributes:
        users: each with the counter.
        active: how many users are not on the exit list, on all pages.
        exited: how many are.
    """

    users: tuple[tuple[UserView, CounterView], ...]
    active: int
    exited: int


def browse_users(office: Office, status: UserStatus | None, skip: int, count: int) -> UserPage:
    """Some of the users in order of ID, as of one moment.

    Args:
        office: the head office.
        status: of which only; of any when ``None``.
        skip: how many to leave out at the beginning.
        count: how many to show.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    now = office.clock.now()
    with office.database.read() as transaction:
        everyone = transaction.counters.all()
        chosen = [each for each in everyone if status is None or each.status is status]
        shown = tuple(
            (view_user(transaction, each, now), view_counter(transaction, each))
            for each in chosen[skip : skip + count]
        )
    exited = sum(each.status is UserStatus.EXITED for each in everyone)
    return UserPage(shown, len(everyone) - exited, exited)
