"""Keys of different people beside each other: the same place in each should have nothing in common."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from lab.batteries.keys.pearson import correlation, normal_correlation
from lab.batteries.measurement import Measurement
from lab.report.chart import Chart
from lab.report.data_file import DataFile
from lab.report.figures.matrix import correlation_matrix
from lab.report.measured_keys import MeasuredKeys
from lab.report.section import Section
from lab.report.sections.measured import missed_limits
from lab.report.verdict import Verdict

_LEAD = (
    "Each cell is the correlation of two people's keys, byte by byte. Keys that are correlated give each "
    "other away: whoever knows one of them knows something of the other. Tests of single keys cannot see "
    "that.",
)


def key_pair_section(keys: MeasuredKeys) -> Section | None:
    """A matrix of correlations, and how many are outside their limits; None of a single key."""
    if len(keys.keys) < 2:
        return None
    found = _measured(keys)
    count = len(keys.keys)
    values = np.zeros((count, count))
    for (left, right), one in found.items():
        values[left, right] = values[right, left] = one.value
    rows = [[keys.names[left], keys.names[right], one.value] for (left, right), one in found.items()]
    farthest = max(found.values(), key=lambda one: abs(one.value)).value
    reach = next(iter(found.values())).limits
    alt = (
        f"Matrix of {len(found)} correlations between {count} keys; the one farthest from 0 is "
        f"{farthest:.3f}. 99 % of uniform keys are within {reach.high if reach else math.inf:.3f} of 0."
    )
    data = DataFile("key-pairs", ("key", "other", "r"), rows)
    chart = Chart(
        "Correlation of each key with each other", alt, correlation_matrix(keys.names, values), data
    )
    judged = {f"{left} {right}": [one] for (left, right), one in found.items()}
    return Section("key-pairs", "Keys beside each other", _LEAD, [Verdict(missed_limits(judged)), chart])


def _measured(keys: MeasuredKeys) -> dict[tuple[int, int], Measurement]:
    pairs = combinations(range(len(keys.keys)), 2)
    return {
        pair: normal_correlation("r", correlation(keys.keys[pair[0]], keys.keys[pair[1]]), keys.length)
        for pair in pairs
    }
