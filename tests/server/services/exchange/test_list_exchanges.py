"""Exchanges are listed newest first, those under way apart from those that ended."""

from __future__ import annotations

import pytest

from server.ports import Office, RequestState
from server.services.exchange import Delivery, confirm, list_exchanges, sweep
from shared.errors import Code, Failure
from shared.protocol.messages import Outcome
from tests.server.registered_office import BASRA, hello, release_image, take_number
from tests.server.settable_clock import SettableClock


def test_there_are_none_yet(office: Office) -> None:
    found = list_exchanges(office, 10)
    assert (found.under_way, found.ended) == ((), ())


def test_newest_first_in_either_list(office: Office, clock: SettableClock) -> None:
    for number in (1, 2, 3):
        reservation, attempt = release_image(office, hello(number))
        if number < 3:
            receipt = Delivery(Outcome.DELIVERED, attempt, 1, 1000, 0.1)
            confirm(office, BASRA, hello(number), reservation, receipt)
        clock.advance(1)
    take_number(office, hello(4))
    found = list_exchanges(office, 10)
    assert [(each.n, each.state) for each in found.under_way] == [
        (4, RequestState.RESERVED),
        (3, RequestState.RELEASED),
    ]
    assert [(each.n, each.state) for each in found.ended] == [
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
    found = list_exchanges(office, 1)
    assert [each.n for each in found.under_way] == [4]
    assert [each.n for each in found.ended] == [2]
    both = list_exchanges(office, 2).ended
    assert [each.state for each in both] == [RequestState.ABANDONED, RequestState.UNCONFIRMED]


def test_none_is_no_limit(office: Office) -> None:
    with pytest.raises(Failure) as caught:
        list_exchanges(office, 0)
    assert caught.value.code is Code.INVALID_INPUT
