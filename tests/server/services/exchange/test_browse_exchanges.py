"""Exchanges are shown newest first, those under way apart from those that ended, portion by portion."""

from __future__ import annotations

import pytest

from server.ports import Office, RequestRecord, RequestState
from server.services.exchange import Delivery, browse_exchanges, confirm, sweep
from server.services.portions import Place
from shared.errors import Code, Failure
from shared.protocol.messages import Outcome
from tests.server.registered_office import BASRA, hello, release_image, take_number
from tests.server.settable_clock import SettableClock


def both(office: Office, count: int) -> tuple[tuple[RequestRecord, ...], tuple[RequestRecord, ...]]:
    """The newest under way, and the newest that ended."""
    under_way, ended = (browse_exchanges(office, Place(), count, under_way=each) for each in (True, False))
    return under_way.rows, ended.rows


def test_there_are_none_yet(office: Office) -> None:
    assert both(office, 10) == ((), ())


def test_newest_first_in_either_list(office: Office, clock: SettableClock) -> None:
    for number in (1, 2, 3):
        reservation, attempt = release_image(office, hello(number))
        if number < 3:
            receipt = Delivery(Outcome.DELIVERED, attempt, 1, 1000, 0.1)
            confirm(office, BASRA, hello(number), reservation, receipt)
        clock.advance(1)
    take_number(office, hello(4))
    under_way, ended = both(office, 10)
    assert [(each.n, each.state) for each in under_way] == [
        (4, RequestState.RESERVED),
        (3, RequestState.RELEASED),
    ]
    assert [(each.n, each.state) for each in ended] == [
        (2, RequestState.DELIVERED),
        (1, RequestState.DELIVERED),
    ]


def test_the_limit_is_of_each_list_whatever_the_states(office: Office, clock: SettableClock) -> None:
    release_image(office, hello(1))
    take_number(office, hello(2))
    clock.advance(office.config.retry_window_seconds + 1)
    sweep(office)
    for number in (3, 4):
        take_number(office, hello(number))
        clock.advance(1)
    under_way, ended = both(office, 1)
    assert [each.n for each in under_way] == [4]
    assert [each.n for each in ended] == [2]
    _, two = both(office, 2)
    assert [each.state for each in two] == [RequestState.ABANDONED, RequestState.UNCONFIRMED]


def numbers(office: Office, place: Place[bytes], count: int = 2) -> list[int]:
    """The message numbers of a portion of those under way."""
    return [each.n for each in browse_exchanges(office, place, count, under_way=True).rows]


def test_portions_follow_one_another_also_within_one_moment(office: Office, clock: SettableClock) -> None:
    for number in range(1, 6):
        take_number(office, hello(number))
        if number == 2:
            clock.advance(1)  # 3, 4 and 5 are of one moment, as 1 and 2 are
    under_way, _ = both(office, 10)
    by_number = {each.n: each.request_id for each in under_way}
    assert numbers(office, Place()) == [5, 4]
    assert numbers(office, Place(behind=by_number[4])) == [3, 2]
    assert numbers(office, Place(behind=by_number[2])) == [1]
    assert numbers(office, Place(in_front_of=by_number[1])) == [3, 2]
    assert numbers(office, Place(in_front_of=by_number[3])) == [5, 4]


def test_users_with_the_same_number_at_the_same_moment_are_each_shown_once(office: Office) -> None:
    for number, user in ((1, 17), (2, 18)):
        take_number(office, hello(number, user))
    first = browse_exchanges(office, Place(), 1, under_way=True)
    (shown,) = first.rows
    second = browse_exchanges(office, Place(behind=shown.request_id), 1, under_way=True)
    assert {row.user for row in (*first.rows, *second.rows)} == {17, 18}
    assert browse_exchanges(office, Place(in_front_of=second.rows[0].request_id), 1, under_way=True) == first


def test_a_place_at_no_exchange_is_refused(office: Office) -> None:
    with pytest.raises(Failure) as caught:
        browse_exchanges(office, Place(behind=bytes(16)), 2, under_way=False)
    assert caught.value.code is Code.INVALID_INPUT
