"""The time of a transfer: who stops is cut off, who keeps the rate never is (``TOO_SLOW``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.config import load_config
from server.rpc.pace import Pace
from shared.errors import Code, Failure
from tests.server.settable_clock import SettableClock

CHUNK = 1000
SETTINGS = {"min_transfer_bytes_per_second": 100, "transfer_patience_seconds": 5.0}


def transfer(seconds_per_chunk: list[float]) -> int:
    """How many chunks pass when each takes so long."""
    clock = SettableClock()
    pace = Pace(load_config(Path("/srv"), SETTINGS), clock)
    for passed, seconds in enumerate(seconds_per_chunk):
        try:
            allowed = pace.allow(CHUNK)
        except Failure:
            return passed
        if seconds > allowed:
            return passed
        clock.advance(seconds)
    return len(seconds_per_chunk)


@pytest.mark.parametrize(
    ("seconds", "passed"),
    [
        pytest.param([10.0] * 50, 50, id="exactly the rate"),
        pytest.param([15.0, *[9.5] * 50], 51, id="one pause within the patience"),
        pytest.param([15.1], 0, id="one pause beyond it"),
        pytest.param([0.0] * 40 + [15.1], 40, id="a fast beginning buys no pause"),
        pytest.param([11.0] * 50, 5, id="a little below the rate, again and again"),
    ],
)
def test_transfers(seconds: list[float], passed: int) -> None:
    assert transfer(seconds) == passed


@pytest.mark.fault(11)
def test_a_transfer_that_is_behind_is_too_slow() -> None:
    clock = SettableClock()
    pace = Pace(load_config(Path("/srv"), SETTINGS), clock)
    clock.advance(15.1)
    with pytest.raises(Failure) as refused:
        pace.allow(CHUNK)
    assert refused.value.code is Code.TOO_SLOW
