"""The review's table anew."""

from __future__ import annotations

import pytest

from lab.generators.comparison import compare
from lab.generators.registry import find_generator

SEED = bytes(range(32))


def test_a_row_says_what_was_claimed_and_what_holds() -> None:
    told: list[tuple[int, int]] = []
    row = compare(find_generator("cube-walk"), SEED, 5, lambda done, of: told.append((done, of)))
    record = row.record()
    assert told == [(number, 5) for number in range(1, 6)]
    assert (record["claimed"]["bits"], record["effective"]["bits"]) == (256, 65.23)
    assert (record["keys"], record["distinct"], record["review_rows"]) == (5, 5, [26, 27])
    assert record["accepted"]["lower"] < record["accepted"]["share"] <= record["accepted"]["upper"]
    assert 0 < record["monobit_p"] < 1
    assert record["time_ratio"] > 0
    assert record["milliseconds"] == round(1e3 * row.seconds, 3) > 0
    assert set(row.row()) >= {"generator", "basis", "seed_change", "time"}


def test_repeated_keys_are_counted_once() -> None:
    row = compare(find_generator("associative-memory"), SEED, 60)
    assert row.distinct < row.keys == 60


def test_bias_of_single_bits_shows_over_many_keys() -> None:
    row = compare(find_generator("logistic-perceptron"), SEED, 30)
    assert row.monobit < 1e-6
    assert row.record()["seed_sensitivity"]["changes"] == 8


@pytest.mark.parametrize("name", ["logistic-perceptron", "cube-walk"])
def test_the_same_seed_gives_the_same_row_but_for_the_time(name: str) -> None:
    timeless = {"time_ratio": 0, "milliseconds": 0}
    first, again = (compare(find_generator(name), SEED, 3).record() | timeless for _ in range(2))
    assert first == again
    assert first["repeats"] is True
