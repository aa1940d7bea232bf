"""The histogram's code, which the swarm, the assessment and the batteries share."""

from __future__ import annotations

from collections import Counter
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shared.keygen.histogram import entropy_bits, histogram, histogram_cost, histograms

BYTES = arrays(np.uint8, st.integers(1, 1024))


@given(BYTES)
def test_counts_are_those_of_python(data: np.ndarray) -> None:
    counts = histogram(data)
    assert counts.shape == (256,)
    assert {value: int(counts[value]) for value in range(256) if counts[value]} == Counter(data.tolist())


@given(arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(1, 40))))
def test_rows_are_counted_each_by_itself(rows: np.ndarray) -> None:
    found = histograms(rows.astype(np.int64))
    assert np.array_equal(found, np.stack([histogram(row) for row in rows]))


@given(BYTES)
def test_integers_and_floats_mean_the_same_entropy(data: np.ndarray) -> None:
    cost = histogram_cost(data[None].astype(np.int64))[0] / 65536
    assert log2(data.size) - cost / data.size == pytest.approx(entropy_bits(histogram(data)), abs=1e-3)


@pytest.mark.parametrize(
    ("data", "bits"),
    [
        pytest.param(np.zeros(9, np.uint8), 0.0, id="one value"),
        pytest.param(np.arange(256, dtype=np.uint8), 8.0, id="all values once"),
        pytest.param(np.array([1, 1, 1, 2], np.uint8), 0.8112781, id="three to one"),
    ],
)
def test_known_entropies(data: np.ndarray, bits: float) -> None:
    assert entropy_bits(histogram(data)) == pytest.approx(bits)
