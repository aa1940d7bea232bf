"""Steps until two machines are one, against those of an independent simulation (300 runs each)."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from lab.generators.derivation import numbered_seed
from lab.generators.tree_parity.parameters import Rule, TreeParity
from lab.generators.tree_parity.synchronisation import measure, synchronise

SEED = b"steps"

STEPS = [
    (TreeParity(3, 100, 3, Rule.HEBBIAN), 150, 297),
    (TreeParity(3, 100, 3, Rule.ANTI_HEBBIAN), 150, 469),
    (TreeParity(3, 100, 3, Rule.RANDOM_WALK), 150, 339),
    (TreeParity(3, 101, 3, Rule.HEBBIAN), 100, 295),
    (TreeParity(3, 101, 3, Rule.ANTI_HEBBIAN), 100, 463),
    (TreeParity(3, 101, 3, Rule.RANDOM_WALK), 100, 348),
    (TreeParity(3, 1000, 3, Rule.HEBBIAN), 30, 379),
    (TreeParity(3, 1000, 3, Rule.ANTI_HEBBIAN), 60, 442),
    (TreeParity(3, 1000, 3, Rule.RANDOM_WALK), 40, 427),
    (TreeParity(3, 100, 4, Rule.HEBBIAN), 60, 522),
    (TreeParity(3, 100, 4, Rule.ANTI_HEBBIAN), 80, 1156),
    (TreeParity(3, 100, 4, Rule.RANDOM_WALK), 60, 644),
    (TreeParity(3, 100, 5, Rule.HEBBIAN), 60, 755),
    (TreeParity(3, 100, 5, Rule.ANTI_HEBBIAN), 80, 3060),
    (TreeParity(3, 100, 5, Rule.RANDOM_WALK), 60, 1013),
    (TreeParity(4, 64, 3, Rule.HEBBIAN), 100, 483),
    (TreeParity(4, 64, 3, Rule.ANTI_HEBBIAN), 100, 1427),
    (TreeParity(4, 64, 3, Rule.RANDOM_WALK), 100, 602),
]


@pytest.mark.parametrize(
    ("parameters", "runs", "expected"),
    [pytest.param(*row, id=f"{row[0].hidden},{row[0].inputs},{row[0].depth} {row[0].rule}") for row in STEPS],
)
def test_steps_are_those_of_the_table(parameters: TreeParity, runs: int, expected: int) -> None:
    """Check 14 of docs/lab.md: mean steps within 15 %."""
    found = measure(parameters, runs, SEED)
    assert found.steps.size == runs
    assert float(found.steps.mean()) == pytest.approx(expected, rel=0.15)


@pytest.mark.slow
def test_many_deep_units_take_tens_of_thousands_of_steps_or_never_meet() -> None:
    """Check 14 of docs/lab.md: the table's last row, where 300,000 steps were the most."""
    deep, most = TreeParity(8, 16, 8, Rule.HEBBIAN), 300_000
    ends = [synchronise(deep, numbered_seed(SEED, number), steps_max=most) for number in range(100)]
    assert all(one.synchronised for one in ends)
    assert sum(one.steps for one in ends) / len(ends) == pytest.approx(68_463, rel=0.15)
    anti = replace(deep, rule=Rule.ANTI_HEBBIAN)
    never = [synchronise(anti, numbered_seed(SEED, number), steps_max=most) for number in range(10)]
    assert not any(one.synchronised for one in never)


def test_steps_grow_with_the_square_of_the_depth() -> None:
    # Least squares of log steps on log depth; the exponent of the law is 2.
    depths = (2, 3, 4, 6)
    steps = [float(measure(TreeParity(depth=depth), 60, SEED).steps.mean()) for depth in depths]
    x, y = [math.log(depth) for depth in depths], [math.log(step) for step in steps]
    centre = sum(x) / len(x)
    slope = sum((a - centre) * b for a, b in zip(x, y, strict=True)) / sum((a - centre) ** 2 for a in x)
    assert slope == pytest.approx(2, abs=0.35)


def test_what_does_not_synchronise_in_time_is_no_step_count() -> None:
    ended = synchronise(TreeParity(), SEED, steps_max=30)
    assert (ended.steps, ended.synchronised) == (30, False)


def test_each_run_is_told_and_the_record_is_complete() -> None:
    told: list[tuple[int, int]] = []
    found = measure(TreeParity(inputs=10), 3, SEED, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert list(found.record()) == ["runs", "synchronised", "mean", "sd", "p5", "p95"]
