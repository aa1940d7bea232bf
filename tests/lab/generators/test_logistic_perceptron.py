"""The perceptron that a logistic map drives."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.generators.derivation import numbered_seed
from lab.generators.logistic_perceptron import (
    GENERATOR,
    LogisticPerceptron,
    logistic_orbit,
    make,
    start_and_rate,
)
from lab.generators.loop import Acceptance, make_key

SEED = bytes(range(32))


@settings(deadline=None, max_examples=30)
@given(st.binary(min_size=16, max_size=64))
def test_start_and_rate_lie_where_the_map_is_chaotic(seed: bytes) -> None:
    start, rate = start_and_rate(seed)
    assert 0 < start < 1
    assert 3.9 <= rate < 4
    assert all(0 < x < 1 for x in islice(logistic_orbit(start, rate), 200))


def test_the_bytes_are_those_of_every_machine() -> None:
    assert make(SEED, LogisticPerceptron(16)).hex() == "df7d737df5a9987ce7ebe55b1e68e683"


def test_a_longer_key_begins_as_the_shorter() -> None:
    assert make(SEED, LogisticPerceptron(40))[:16] == make(SEED, LogisticPerceptron(16))


def test_one_step_of_the_last_digit_changes_the_key() -> None:
    start, rate = start_and_rate(SEED)
    near, far = (list(islice(logistic_orbit(x, rate), 20)) for x in (start, start + 2.0**-52))
    assert max(abs(a - b) for a, b in zip(near, far, strict=True)) > 0.1


def test_keys_are_rejected_more_often_than_good_ones() -> None:
    acceptance = Acceptance()
    for number in range(40):
        make_key(GENERATOR, numbered_seed(SEED, number), LogisticPerceptron(), acceptance=acceptance)
    assert 0.6 < acceptance.rate < 0.95


@pytest.mark.parametrize(("key_bytes", "seed_bytes", "bits"), [(32, 32, 99), (16, 16, 99), (32, 11, 88)])
def test_the_key_space_is_that_of_two_doubles(key_bytes: int, seed_bytes: int, bits: float) -> None:
    assert GENERATOR.effective(LogisticPerceptron(key_bytes), seed_bytes).bits == bits
