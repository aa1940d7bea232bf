"""The swarm against its definition in Python's unbounded integers and rationals."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shared.exact.tables.entropy import entropy_table
from shared.keygen.histogram import histogram_cost
from shared.keygen.swarm import ITERATIONS, optimise


def entropy(values: np.ndarray) -> float:
    counts = Counter(values.tolist())
    return -sum(c / len(values) * log2(c / len(values)) for c in counts.values())


def saturated(seed: int, spread: float, particles: int = 20, length: int = 1024) -> np.ndarray:
    """Byte candidates as trained tanh units give them: alike, and near both ends."""
    source = np.random.default_rng(seed)
    shared, own = source.normal(size=length), source.normal(size=(particles, length))
    return (np.abs(np.tanh(spread * (0.9 * shared + 0.44 * own))) * 255).astype(np.uint8)


def optimised_by_definition(candidates: np.ndarray) -> list[int]:
    """Paper 003 table 4 with the module's roundings, one particle and one coordinate at a time."""
    weights = entropy_table().tolist()

    def cost(position: list[int]) -> int:
        return sum(weights[count] for count in Counter(value >> 16 for value in position).values())

    positions = [[int(value) << 16 for value in row] for row in candidates]
    velocities = [[0] * len(row) for row in positions]
    bests = [list(row) for row in positions]
    costs = [cost(row) for row in positions]
    leader = costs.index(min(costs))
    for _ in range(ITERATIONS):
        swarm_best = list(bests[leader])
        for p, position in enumerate(positions):
            for d, x in enumerate(position):
                pulled = Fraction(58982 * velocities[p][d], 65536) + Fraction(bests[p][d] - x, 4)
                velocity = pulled + Fraction(swarm_best[d] - x, 4) + Fraction(1, 2)
                velocities[p][d] = velocity.numerator // velocity.denominator
                position[d] = (x + velocities[p][d]) % (256 << 16)
        for p, position in enumerate(positions):
            if cost(position) < costs[p]:
                bests[p], costs[p] = list(position), cost(position)
        if min(costs) < costs[leader]:
            leader = costs.index(min(costs))
    return [value >> 16 for value in bests[leader]]


@settings(max_examples=8, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(1, 12))))
def test_the_swarm_is_the_one_of_the_definition(candidates: np.ndarray) -> None:
    assert optimise(candidates).tolist() == optimised_by_definition(candidates)


def test_saturated_candidates_follow_the_definition_too() -> None:
    candidates = saturated(5, 4.0, particles=5, length=40)
    assert optimise(candidates).tolist() == optimised_by_definition(candidates)


@pytest.mark.parametrize(("spread", "least"), [(1.0, 7.8), (2.0, 7.7), (4.0, 7.3)])
def test_wrapping_raises_the_entropy_as_the_paper_prints(spread: float, least: float) -> None:
    candidates = saturated(7, spread)
    result = optimise(candidates)
    assert (result.dtype, result.shape) == (np.uint8, (1024,))
    assert entropy(result) >= max(least, *(entropy(row) for row in candidates))


def test_the_same_candidates_give_the_same_key_and_are_left_alone() -> None:
    candidates = saturated(9, 2.0)
    before = candidates.copy()
    assert np.array_equal(optimise(candidates), optimise(candidates))
    assert np.array_equal(candidates, before)


def test_of_equal_particles_the_first_leads() -> None:
    # Permutations of each other: equal histograms, so no step of either improves on the first.
    flat = np.arange(256, dtype=np.uint8)
    assert np.array_equal(optimise(np.stack([flat, flat[::-1]])), flat)


@given(arrays(np.uint8, st.tuples(st.integers(1, 3), st.integers(1, 1024))))
def test_cost_orders_as_entropy_does(levels: np.ndarray) -> None:
    costs = histogram_cost(levels.astype(np.int64)) / 65536
    length = levels.shape[1]
    for row, cost in zip(levels, costs, strict=True):
        assert log2(length) - cost / length == pytest.approx(entropy(row), abs=1e-3)


@pytest.mark.parametrize(
    "candidates",
    [
        pytest.param(np.zeros((2, 1025), np.uint8), id="too long"),
        pytest.param(np.zeros((2, 0), np.uint8), id="empty"),
        pytest.param(np.zeros(8, np.uint8), id="one dimension"),
        pytest.param(np.zeros((2, 8), np.int64), id="not bytes"),
    ],
)
def test_other_arrays_are_a_programming_error(candidates: np.ndarray) -> None:
    with pytest.raises(ValueError, match="candidates must be"):
        optimise(candidates)
