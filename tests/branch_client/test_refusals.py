"""How refused scans add up."""

from __future__ import annotations

import math

import pytest

from branch_client.refusals import Refusals

HOUR = 3600.0


def after(*moments: float) -> Refusals:
    """The refusals at these seconds, five to lock out, half a second of back-off."""
    refusals = Refusals()
    for moment in moments:
        refusals = refusals.with_another(moment, most=5, window_seconds=HOUR, backoff_seconds=0.5)
    return refusals


def test_the_wait_doubles() -> None:
    waits = [after(*range(1, count + 1)).blocked_until - count for count in range(1, 5)]
    assert waits == [0.5, 1.0, 2.0, 4.0]


def test_the_fifth_within_the_hour_locks_for_an_hour() -> None:
    assert after(1, 2, 3, 4).locked_until == 0.0
    assert after(1, 2, 3, 4, 5).locked_until == 5 + HOUR


def test_what_is_older_than_the_window_no_longer_counts() -> None:
    assert after(1, 2, 3, 4, 1 + HOUR).count == 1
    assert after(1, 2, 3, 4, HOUR).locked_until == 2 * HOUR


@pytest.mark.fault(23)
def test_a_clock_that_was_set_back_forgets_nothing() -> None:
    refusals = after(5000, 6000, 10)
    assert (refusals.count, refusals.since) == (3, 10)
    assert after(5000, 4000, 3000, 2000, 1000).locked_until == 1000 + HOUR


def test_the_wait_stays_a_number_however_many_were_refused() -> None:
    refusals = Refusals(count=5000, since=1).with_another(
        2, most=1000, window_seconds=HOUR, backoff_seconds=0.5
    )
    assert math.isfinite(refusals.blocked_until)
