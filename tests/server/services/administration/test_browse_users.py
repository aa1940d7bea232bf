"""Users in portions, with their counters, as ``user show`` and ``counter show`` have them."""

from __future__ import annotations

import pytest

from server.ports import Actor, Office, UserStatus
from server.services.administration import browse_users, exit_user, show_counter, show_user
from tests.server.registered_office import hello, take_number


@pytest.mark.parametrize(
    ("skip", "count", "users"), [(0, 2, [17, 18]), (2, 2, [19]), (3, 2, []), (1, 1, [18])]
)
def test_portions_follow_one_another(office: Office, skip: int, count: int, users: list[int]) -> None:
    page = browse_users(office, None, skip, count)
    assert [user.user for user, _ in page.users] == users
    assert (page.active, page.exited) == (3, 0)


def test_each_is_what_the_single_views_say(office: Office) -> None:
    for number in (1, 2, 3, 4):
        take_number(office, hello(number))
    shown = browse_users(office, None, 0, 10).users
    assert shown == tuple((show_user(office, user), show_counter(office, user)) for user in (17, 18, 19))


def test_by_status(office: Office, actor: Actor) -> None:
    exit_user(office, 18, actor)
    active = browse_users(office, UserStatus.ACTIVE, 0, 10)
    exited = browse_users(office, UserStatus.EXITED, 0, 10)
    assert [user.user for user, _ in active.users] == [17, 19]
    assert [user.user for user, _ in exited.users] == [18]
    assert (active.active, active.exited) == (exited.active, exited.exited) == (2, 1)
