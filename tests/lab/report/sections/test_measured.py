"""Measurements as a table and as a count."""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.measurement import Interval, Measurement
from lab.report.figures.limits import beside_limits, misses
from lab.report.sections.measured import measured_listing, missed_limits

INSIDE = Measurement("one", 0.5, 0.5, Interval(0, 1), 0.9)
OUTSIDE = Measurement("one", np.float64(2.0), 0.5, Interval(0, 1), 0.001)
FREE = Measurement("other", math.inf)


def test_values_of_numpy_miss_their_limits_too() -> None:
    assert misses(OUTSIDE)
    assert not misses(INSIDE)
    assert not misses(FREE)


def test_only_what_has_limits_is_counted() -> None:
    counted = missed_limits({"a": [INSIDE, FREE], "b": [OUTSIDE]})
    assert (counted.found, counted.tried, counted.level) == (1, 2, 0.01)


def test_the_table_has_a_row_for_each() -> None:
    (file,) = measured_listing("All", "all", {"a": [INSIDE, FREE], "b": [OUTSIDE]}).files()
    assert file.text().splitlines() == [
        "of,figure,value,expected,limits,within,p_value",
        "a,one,0.5,0.5,0..1,True,0.9",
        "a,other,inf,,,,",
        "b,one,2,0.5,0..1,False,0.001",
    ]


def test_a_missed_limit_is_drawn_apart() -> None:
    svg = beside_limits(["1", "2"], [INSIDE, OUTSIDE]).svg
    assert ">outside<" in svg
    assert ">outside<" not in beside_limits(["1"], [INSIDE]).svg
