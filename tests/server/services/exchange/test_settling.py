"""Every number ends in exactly one of DELIVERED, UNCONFIRMED, ABANDONED, each audited (protocol §5.1)."""

from __future__ import annotations

import pytest

from server.ports import Office, RequestState
from server.services.exchange import Delivery, Reservation, confirm, refuse_receipt, sweep
from shared.protocol.messages import Hello, Outcome
from tests.server.registered_office import BASRA, events, hello, release_image, take_number
from tests.server.settable_clock import SettableClock


def state_of(office: Office, asked: Hello) -> RequestState:
    with office.database.read() as transaction:
        request = transaction.requests.get(asked.request_id)
    assert request is not None
    return request.state


def receive(office: Office, reservation: Reservation, outcome: Outcome = Outcome.DELIVERED) -> RequestState:
    return confirm(office, BASRA, hello(1), reservation, Delivery(outcome, 1, 2, 1000, 0.25))


def test_receipt_settles(office: Office) -> None:
    reservation, _ = release_image(office, hello(1))
    assert receive(office, reservation) is RequestState.DELIVERED
    assert state_of(office, hello(1)) is RequestState.DELIVERED
    with office.database.read() as transaction:
        entry = transaction.audit.tail(1)[0].entry
    assert (entry.event, entry.n, entry.attempt) == ("DELIVERED", 1, 1)
    assert (entry.count, entry.size, entry.duration) == (2, 1000, 0.25)


def test_second_receipt_changes_nothing(office: Office) -> None:
    reservation, _ = release_image(office, hello(1))
    receive(office, reservation)
    before = events(office)
    assert receive(office, reservation) is RequestState.DELIVERED
    assert events(office) == before


def test_discarded_image_may_be_asked_for_again(office: Office) -> None:
    reservation, _ = release_image(office, hello(1))
    assert receive(office, reservation, Outcome.DISCARDED) is RequestState.RELEASED
    assert release_image(office, hello(1))[1] == 2
    assert [event for event, _ in events(office)] == [
        "RESERVED",
        "RELEASED",
        "DISCARDED",
        "RETRY",
        "RELEASED",
    ]


def test_bad_receipt_is_audited_and_ignored(office: Office) -> None:
    reservation, _ = release_image(office, hello(1))
    refuse_receipt(office, BASRA, hello(1), reservation)
    assert state_of(office, hello(1)) is RequestState.RELEASED
    assert events(office)[-1] == ("RECEIPT_REFUSED", 1)


@pytest.mark.fault(4)
def test_sweeper_settles_what_nobody_finished(office: Office, clock: SettableClock) -> None:
    release_image(office, hello(1))
    take_number(office, hello(2))
    delivered, _ = release_image(office, hello(3))
    confirm(office, BASRA, hello(3), delivered, Delivery(Outcome.DELIVERED, 1, 1, 1000, 0.1))
    clock.advance(600)
    assert sweep(office) == 0
    clock.advance(1)
    take_number(office, hello(4))
    assert sweep(office) == 2
    assert sweep(office) == 0
    assert state_of(office, hello(1)) is RequestState.UNCONFIRMED
    assert state_of(office, hello(2)) is RequestState.ABANDONED
    assert state_of(office, hello(3)) is RequestState.DELIVERED
    assert state_of(office, hello(4)) is RequestState.RESERVED
    assert events(office)[-2:] == [("UNCONFIRMED", 1), ("ABANDONED", 2)]


def test_late_attempt_has_its_ten_minutes_for_a_receipt(office: Office, clock: SettableClock) -> None:
    take_number(office, hello(1))
    clock.advance(590)
    reservation, _ = release_image(office, hello(1))
    clock.advance(20)
    assert sweep(office) == 0
    assert receive(office, reservation) is RequestState.DELIVERED


def test_receipt_after_the_sweeper_changes_nothing(office: Office, clock: SettableClock) -> None:
    reservation, _ = release_image(office, hello(1))
    clock.advance(601)
    sweep(office)
    before = events(office)
    assert receive(office, reservation) is RequestState.UNCONFIRMED
    assert events(office) == before


def test_sweeper_works_in_portions(office: Office, clock: SettableClock) -> None:
    for number in range(130):
        take_number(office, hello(number, user=(17, 18)[number % 2]))
        clock.advance(0.1)
    clock.advance(601)
    assert sweep(office) == 130
    assert [event for event, _ in events(office)].count("ABANDONED") == 130
