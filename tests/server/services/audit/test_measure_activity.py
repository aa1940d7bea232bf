"""What is counted of the last hours: each event once, repeats by their count, nothing older."""

from __future__ import annotations

from importlib import import_module

import pytest

from server.ports import AuditEntry, Event, Office
from server.services.audit import Hour, measure_activity
from tests.server.registered_office import BASRA
from tests.server.settable_clock import SettableClock


def write(office: Office, *entries: tuple[Event, str | None, int | None]) -> None:
    with office.database.write() as transaction:
        for event, reason, count in entries:
            transaction.audit.append(AuditEntry(BASRA.uri, event, reason=reason, count=count))


def delivered(office: Office, *seconds: float) -> None:
    with office.database.write() as transaction:
        for duration in seconds:
            transaction.audit.append(AuditEntry(BASRA.uri, Event.DELIVERED, duration=duration))


def test_nothing_happened_yet(office: Office, clock: SettableClock) -> None:
    activity = measure_activity(office, 3)
    hour = clock.now().replace(minute=0)
    assert [each.start.hour for each in activity.hours] == [7, 8, 9]
    assert activity.hours[-1] == Hour(hour)
    assert (activity.reasons, activity.median_seconds, activity.complete) == ((), None, True)


def test_every_hour_counts_its_own(office: Office, clock: SettableClock) -> None:
    delivered(office, 0.5)
    write(office, (Event.REFUSED, "NOT_GRANTED", None))
    clock.advance(1800)  # 10:00 exactly
    delivered(office, 0.7, 0.1)
    write(
        office, (Event.UNCONFIRMED, None, None), (Event.ABANDONED, None, None), (Event.RELEASED, None, None)
    )
    activity = measure_activity(office, 2)
    counts = [(hour.start.hour, hour.delivered, hour.lost, hour.refused) for hour in activity.hours]
    assert counts == [(9, 1, 0, 1), (10, 2, 2, 0)]
    assert (activity.delivered, activity.lost, activity.refused) == (3, 2, 1)
    assert activity.median_seconds == 0.5


def test_what_is_older_is_left_out(office: Office, clock: SettableClock) -> None:
    delivered(office, 0.5)
    write(office, (Event.REFUSED, "NOT_GRANTED", None))
    clock.advance(24 * 3600)
    activity = measure_activity(office)
    assert (activity.delivered, activity.refused, activity.reasons) == (0, 0, ())
    assert activity.median_seconds is None


def test_reasons_are_counted_with_their_repeats(office: Office) -> None:
    write(
        office,
        (Event.REFUSED, "RATE_LIMITED", None),
        (Event.REPEATED, "RATE_LIMITED", 40),
        (Event.PROOF_REFUSED, "PROOF_FAILED", None),
        (Event.DISCARDED, None, None),
        (Event.DISCARDED, None, None),
    )
    activity = measure_activity(office)
    assert activity.reasons == (("RATE_LIMITED", 41), ("DISCARDED", 2), ("PROOF_FAILED", 1))
    assert activity.refused == 42


def test_a_log_that_is_too_long_is_said_to_be(
    office: Office, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("server.services.audit.measure_activity")  # its function has the same name
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    delivered(office, 0.1, 0.1, 0.1)
    cut = measure_activity(office)
    assert (cut.delivered, cut.complete) == (2, False)
    clock.advance(48 * 3600)
    delivered(office, 0.1)
    assert measure_activity(office).complete
