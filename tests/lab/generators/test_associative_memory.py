"""The associative memory, and how few keys it has."""

from __future__ import annotations

import numpy as np
import pytest

from lab.generators.assessment import assess
from lab.generators.associative_memory import (
    GENERATOR,
    SIDE,
    AssociativeMemory,
    count_fixed_points,
    make,
    memory_of,
    probes_of,
    recall,
)
from lab.generators.derivation import derive, numbered_seed
from lab.generators.labels import Label


def test_a_stored_pair_is_recalled_from_itself_and_from_near_it() -> None:
    parameters = AssociativeMemory(pairs=2)
    stored = probes_of(derive(b"", Label.MEMORY, parameters.memory, length=2 * 16)).reshape(2, 2, SIDE)
    near = stored[:, 0].copy()
    near[:, :5] *= -1
    for probes in (stored[:, 0], near):
        assert np.array_equal(recall(memory_of(parameters), probes), stored.reshape(2, 2 * SIDE))


def test_what_is_recalled_does_not_change_any_more() -> None:
    memory = memory_of(AssociativeMemory())
    ends = recall(memory, probes_of(derive(b"", Label.PROBE, length=40 * 8)))
    x, y = ends[:, :SIDE], ends[:, SIDE:]
    assert np.array_equal(np.where(x @ memory == 0, y, np.sign(x @ memory)), y)
    assert np.array_equal(np.where(y @ memory.T == 0, x, np.sign(y @ memory.T)), x)


def test_a_memory_of_one_pair_has_two_fixed_points() -> None:
    found, commonest = count_fixed_points(AssociativeMemory(pairs=1))
    assert found == 2
    assert commonest < 1200
    assert GENERATOR.effective(AssociativeMemory(pairs=1, recalls=1), 32).bits == pytest.approx(1, abs=0.3)


def test_keys_pass_their_tests_though_there_are_hardly_any() -> None:
    parameters = AssociativeMemory(recalls=1)
    keys = [make(numbered_seed(b"few", number), parameters) for number in range(200)]
    assert len(set(keys)) <= count_fixed_points(parameters)[0] + 5 < 100
    assert sum(assess(key).accepted for key in keys) > 180
    assert GENERATOR.effective(parameters, 32).bits < 6 < GENERATOR.claimed(parameters).bits
