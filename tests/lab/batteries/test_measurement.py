"""One value beside its limits."""

from __future__ import annotations

import json
import math

import pytest

from lab.batteries.measurement import Interval, Measurement, PaperLimit, tally, two_sided


@pytest.mark.parametrize(
    ("interval", "text", "inside", "outside"),
    [
        (Interval(1.0, 2.0), "1..2", 2.0, 2.1),
        (Interval(-0.0805, 0.0805), "±0.0805", -0.0805, 0.081),
        (Interval(0.0, 0.0), "0..0", 0.0, 1.0),
        (Interval(low=99.5), "at least 99.5", math.inf, 99.4),
        (Interval(high=293.25), "at most 293.25", -5.0, 293.5),
    ],
)
def test_intervals_hold_their_ends_and_say_what_they_are(
    interval: Interval, text: str, inside: float, outside: float
) -> None:
    assert interval.text() == text
    assert interval.holds(inside)
    assert not interval.holds(outside)


def test_verdicts_are_there_only_where_limits_are() -> None:
    bare = Measurement("x", 1.0)
    assert (bare.within, bare.paper_met) == (None, None)
    judged = Measurement("x", 3.0, limits=Interval(0, 2), paper=PaperLimit("at most 4", Interval(high=4)))
    assert (judged.within, judged.paper_met) == (False, True)
    assert judged.row()["paper"] == "met: at most 4"
    assert Measurement("x", 3.0, paper=PaperLimit("ideal 8")).row()["paper"] == "ideal 8"


def test_records_are_strict_json_even_of_infinite_values() -> None:
    record = Measurement("PSNR (dB)", math.inf, limits=Interval(low=3.0)).record()
    assert json.loads(json.dumps(record, allow_nan=False))["value"] == "inf"
    assert record["limits"] == {"low": 3.0, "high": None}


def test_a_tally_counts_misses_and_says_what_chance_misses() -> None:
    found = [Measurement("a", 3.0, limits=Interval(0, 2)), Measurement("b", 1.0, limits=Interval(0, 2))]
    assert tally([*found, Measurement("c", 1.0)]) == (
        "1 of 2 limits are missed; uniform bytes miss at most 0.02 on average"
    )


def test_two_sided_p_values_never_exceed_one() -> None:
    assert two_sided(0.8, 0.7) == 1.0
    assert two_sided(0.01, 0.99) == 0.02
