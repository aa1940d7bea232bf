"""Users in portions, with their counters, as ``user show`` and ``counter show`` have them."""

from __future__ import annotations

import pytest

from server.ports import Actor, Office, UserStatus
from server.services.administration import browse_users, exit_user, show_counter, show_user
from server.services.portions import Place
from tests.server.registered_office import hello, take_number


@pytest.mark.parametrize(
    ("place", "count", "users"),
    [
        (Place(), 2, [17, 18]),
        (Place(behind=18), 2, [19]),
        (Place(behind=19), 2, []),
        (Place(behind=17), 1, [18]),
        (Place(in_front_of=19), 1, [18]),
    ],
)
def test_portions_follow_one_another(office: Office, place: Place[int], count: int, users: list[int]) -> None:
    page = browse_users(office, None, place, count)
    assert [user.user for user, _ in page.portion.rows] == users
    assert (page.active, page.exited) == (3, 0)


def test_each_is_what_the_single_views_say(office: Office) -> None:
    for number in (1, 2, 3, 4):
        take_number(office, hello(number))
    shown = browse_users(office, None, Place(), 10).portion.rows
    assert shown == tuple((show_user(office, user), show_counter(office, user)) for user in (17, 18, 19))


def test_by_status(office: Office, actor: Actor) -> None:
    exit_user(office, 18, actor)
    active = browse_users(office, UserStatus.ACTIVE, Place(), 10)
    exited = browse_users(office, UserStatus.EXITED, Place(), 10)
    assert [user.user for user, _ in active.portion.rows] == [17, 19]
    assert [user.user for user, _ in exited.portion.rows] == [18]
    assert (active.active, active.exited) == (exited.active, exited.exited) == (2, 1)
