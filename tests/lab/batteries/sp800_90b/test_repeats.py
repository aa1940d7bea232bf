"""Repeated tuples, against counting them one length after the other."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.batteries.sp800_90b.repeats import common_prefixes, find_repeats, suffix_array

sequences = st.integers(0, 3).flatmap(
    lambda top: st.lists(st.sampled_from([0, 7, 8, 255][: top + 1]), min_size=1, max_size=80)
)


def plain(samples: list[int]) -> tuple[list[int], list[int]]:
    """Largest count and equal pairs of every length that repeats."""
    commonest, pairs = [], []
    for length in range(1, len(samples)):
        counts = Counter(tuple(samples[i : i + length]) for i in range(len(samples) - length + 1)).values()
        if max(counts) < 2:
            break
        commonest.append(max(counts))
        pairs.append(sum(count * (count - 1) // 2 for count in counts))
    return commonest, pairs


@settings(deadline=None)
@given(sequences)
def test_counts_of_every_length(samples: list[int]) -> None:
    repeats = find_repeats(np.array(samples, np.uint8))
    assert (repeats.commonest[1:].tolist(), repeats.pairs[1:].tolist()) == plain(samples)
    assert repeats.length == len(samples)


@settings(deadline=None)
@given(sequences)
def test_suffixes_are_in_order(samples: list[int]) -> None:
    order = suffix_array(np.array(samples, np.uint8))
    assert [samples[start:] for start in order] == sorted(samples[start:] for start in range(len(samples)))


@pytest.mark.parametrize("period", [1, 2, 61, 1_000])
def test_long_repetitions(period: int) -> None:
    samples = np.resize(np.random.default_rng(period).integers(0, 2, period, np.uint8), 5_000)
    repeats = find_repeats(samples)
    assert repeats.longest >= 5_000 - period
    assert repeats.commonest[repeats.longest] == 2


def test_the_interpreter_counts_alike() -> None:
    samples = np.random.default_rng(4).integers(0, 4, 2_000, np.uint8)
    order = suffix_array(samples)
    assert common_prefixes.__wrapped__(samples, order).tolist() == common_prefixes(samples, order).tolist()
