"""A link opens the door once, for a while; a session ends by itself, or when its holder leaves."""

from __future__ import annotations

import pytest

from server.console.door import LINK_LIFETIME, SESSION_LIFETIME, Door, is_token
from tests.server.settable_clock import SettableClock


def entered(door: Door) -> str:
    session = door.enter(door.link())
    assert session is not None
    return session


def test_a_link_opens_once(clock: SettableClock) -> None:
    door = Door(clock)
    token = door.link()
    session = door.enter(token)
    assert door.ends_at(session) == clock.now() + SESSION_LIFETIME
    assert door.enter(token) is None
    assert door.ends_at(session) is not None


def test_a_link_ends_by_itself(clock: SettableClock) -> None:
    door = Door(clock)
    token = door.link()
    clock.advance(LINK_LIFETIME.total_seconds())
    assert door.enter(token) is None


def test_a_link_is_good_until_it_ends(clock: SettableClock) -> None:
    door = Door(clock)
    token = door.link()
    clock.advance(LINK_LIFETIME.total_seconds() - 1)
    assert door.enter(token) is not None


def test_a_new_link_ends_the_one_before_and_no_session(clock: SettableClock) -> None:
    door = Door(clock)
    session, old = entered(door), door.link()
    new = door.link()
    assert door.enter(old) is None
    assert door.enter(new) is not None
    assert door.ends_at(session) is not None


def test_a_wrong_token_does_not_use_the_link_up(clock: SettableClock) -> None:
    door = Door(clock)
    token = door.link()
    for wrong in ("", token[:-1], token.swapcase(), token + "A", "é\udcff"):
        assert door.enter(wrong) is None
    assert door.enter(token) is not None


def test_a_session_ends_by_itself_however_often_it_is_used(clock: SettableClock) -> None:
    door = Door(clock)
    session = entered(door)
    for _ in range(int(SESSION_LIFETIME.total_seconds() // 60)):
        assert door.ends_at(session) is not None
        clock.advance(60)
    assert door.ends_at(session) is None


def test_leaving_ends_one_session_alone(clock: SettableClock) -> None:
    door = Door(clock)
    one, other = entered(door), entered(door)
    door.leave(one)
    door.leave("never a session")
    door.leave(None)
    assert door.ends_at(one) is None
    assert door.ends_at(other) is not None


@pytest.mark.parametrize("nobody", [None, "", "0" * 43])
def test_no_session_is_no_session(clock: SettableClock, nobody: str | None) -> None:
    assert Door(clock).ends_at(nobody) is None


def test_tokens_differ_and_look_like_tokens(clock: SettableClock) -> None:
    door = Door(clock)
    tokens = {door.link() for _ in range(50)}
    assert len(tokens) == 50
    assert all(map(is_token, tokens))


def test_nothing_that_opens_is_kept(clock: SettableClock) -> None:
    door = Door(clock)
    session, token = entered(door), door.link()
    assert session not in repr(vars(door))
    assert token not in repr(vars(door))
