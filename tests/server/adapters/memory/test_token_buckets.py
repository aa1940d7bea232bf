"""Rates of branches (protocol §3.2)."""

from __future__ import annotations

import pytest

from server.adapters.memory.token_buckets import TokenBuckets
from tests.server.settable_clock import SettableClock


def test_burst_then_the_rate() -> None:
    clock = SettableClock()
    buckets = TokenBuckets(clock, per_second=4, burst=3)
    assert [buckets.take("basra") for _ in range(4)] == [0, 0, 0, 0.25]
    clock.advance(0.125)
    assert buckets.take("basra") == 0.125
    clock.advance(0.125)
    assert buckets.take("basra") == 0


def test_keys_are_apart_and_no_bucket_overflows() -> None:
    clock = SettableClock()
    buckets = TokenBuckets(clock, per_second=1, burst=2)
    assert [buckets.take("basra") for _ in range(3)] == [0, 0, 1]
    clock.advance(1000)
    assert [buckets.take("basra") for _ in range(3)] == [0, 0, 1]
    assert buckets.take("mosul") == pytest.approx(0)
