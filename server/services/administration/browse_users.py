"""List users portion by portion, each with the number that they have reached."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office, UserStatus
from server.services.administration.list_users import UserView, view_user
from server.services.administration.show_counter import CounterView, view_counter
from server.services.portions import Place, Portion, portion_of


@dataclass(frozen=True)
class UserPage:
    """One portion of the users.

    Attributes:
        portion: users, each with the counter.
        active: how many users are not on the exit list, in all portions.
        exited: how many are.
    """

    portion: Portion[tuple[UserView, CounterView]]
    active: int
    exited: int


def browse_users(office: Office, status: UserStatus | None, place: Place[int], count: int) -> UserPage:
    """Some of the users in order of ID, as of one moment.

    Args:
        office: the head office.
        status: of which only; of any when ``None``.
        place: which portion, in terms of user IDs.
        count: how many to show.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    now = office.clock.now()
    with office.database.read() as transaction:
        everyone = transaction.counters.all()
        chosen = [each for each in everyone if status is None or each.status is status]
        found = portion_of(chosen, lambda each: each.user, place, count)
        shown = tuple(
            (view_user(transaction, each, now), view_counter(transaction, each)) for each in found.rows
        )
    exited = sum(each.status is UserStatus.EXITED for each in everyone)
    portion = Portion(shown, found.has_earlier, found.has_later)
    return UserPage(portion, len(everyone) - exited, exited)
