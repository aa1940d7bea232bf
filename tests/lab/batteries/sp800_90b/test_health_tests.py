"""Health tests on a stream: what they alarm at, and that it does not matter how the stream is cut."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.batteries.sp800_90b.health_tests import AdaptiveProportion, HealthTest, RepetitionCount

ALPHA = 2.0**-4
"""Often enough to see alarms in short streams."""


def plain_repetitions(samples: list[int], cutoff: int) -> int:
    """§4.4.1, as it is written."""
    alarms, before, count = 0, -1, 0
    for sample in samples:
        count = count + 1 if sample == before else 1
        before = sample
        alarms += count == cutoff
    return alarms


def plain_proportions(samples: list[int], window: int, cutoff: int) -> int:
    """§4.4.2, a window after the other."""
    windows = [samples[start : start + window] for start in range(0, len(samples), window)]
    return sum(part.count(part[0]) >= cutoff for part in windows)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 2), max_size=300), st.lists(st.integers(0, 300), max_size=5))
def test_repetitions_whatever_the_pieces(samples: list[int], cuts: list[int]) -> None:
    test = RepetitionCount(1.0, ALPHA)
    pieces = np.split(np.array(samples, np.uint8), sorted(min(cut, len(samples)) for cut in cuts))
    assert sum(test.feed(piece) for piece in pieces) == plain_repetitions(samples, 5)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 6_000), max_size=5), st.booleans())
def test_proportions_whatever_the_pieces(seed: int, cuts: list[int], binary: bool) -> None:
    samples = (np.random.default_rng(seed).random(6_000) < 0.62).astype(np.uint8)
    test = AdaptiveProportion(0.8, binary=binary, alpha=ALPHA)
    alarms = sum(test.feed(piece) for piece in np.split(samples, sorted(cuts)))
    assert alarms == plain_proportions(samples.tolist(), test.window, test.cutoff)
    assert test.window == (1024 if binary else 512)


@pytest.mark.parametrize(
    ("make", "first"),
    [
        (lambda: RepetitionCount(1.0), 21),
        (lambda: AdaptiveProportion(1.0, binary=True), 589),
        (lambda: AdaptiveProportion(8.0, binary=False), 13),
    ],
    ids=["repetition", "proportion of bits", "proportion of bytes"],
)
def test_a_stuck_source_raises_its_first_alarm_at_the_cutoff(
    make: Callable[[], HealthTest], first: int
) -> None:
    test = make()
    assert test.feed(np.ones(first - 1, np.uint8)) == 0
    assert test.feed(np.ones(1, np.uint8)) == 1
    assert test.feed(np.ones(100, np.uint8)) == 0


def test_a_good_source_raises_few_alarms() -> None:
    # 256^-3 is the chance that a byte is the fourth of its kind: 0.06 alarms in a million.
    samples = np.random.default_rng(3).integers(0, 256, 1_000_000, np.uint8)
    assert RepetitionCount(8.0).feed(samples) <= 1
    assert AdaptiveProportion(8.0, binary=False).feed(samples) == 0


def test_a_source_with_half_the_entropy_claimed_is_noticed() -> None:
    samples = (np.random.default_rng(3).random(100_000) < 2**-0.5).astype(np.uint8)
    assert AdaptiveProportion(1.0, binary=True).feed(samples) > 50
    assert AdaptiveProportion(0.5, binary=True).feed(samples) == 0
