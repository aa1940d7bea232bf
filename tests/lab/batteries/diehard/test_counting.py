"""What the tests count, against the plainest way to count it."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.batteries.diehard.birthday_spacings import repeated_spacings
from lab.batteries.diehard.bit_matrices import matrix_ranks
from lab.batteries.diehard.craps import played
from lab.batteries.diehard.missing_words import missing_words, overlapping_codes
from lab.batteries.diehard.nearest import nearest_pair
from lab.batteries.diehard.ones_letters import letters_of
from lab.batteries.diehard.overlapping_permutations import order_indices
from lab.batteries.diehard.parking_lot import SIDE, parked
from lab.batteries.diehard.runs import run_counts
from lab.batteries.diehard.squeeze import MOST_STEPS, START, squeezed

seeds = st.integers(0, 2**32 - 1)


def plain_rank(rows: list[int]) -> int:
    """By a basis that grows."""
    basis: list[int] = []
    for value in rows:
        row = value
        for kept in basis:
            row = min(row, row ^ kept)
        if row:
            basis.append(row)
    return len(basis)


@settings(deadline=None, max_examples=30)
@given(seeds, st.sampled_from([(6, 8), (32, 32), (31, 31), (3, 5)]))
def test_ranks(seed: int, shape: tuple[int, int]) -> None:
    rows, columns = shape
    matrices = np.random.default_rng(seed).integers(0, 1 << columns, (20, rows), np.uint32)
    matrices[0, 1:] = matrices[0, 0]
    matrices[1] = 0
    assert matrix_ranks(matrices).tolist() == [plain_rank(matrix) for matrix in matrices.tolist()]


def test_repeated_spacings_are_those_less_the_distinct_ones() -> None:
    days = np.array([[9, 3, 6, 20, 6], [1, 10, 100, 1000, 5]], np.uint32)
    # 3 6 6 9 20: spacings 3 3 0 3 11, and 1 5 10 100 1000: 1 4 5 90 900
    assert repeated_spacings(days).tolist() == [2, 0]


def test_all_120_orders_are_told_apart() -> None:
    orders = np.array(list(itertools.permutations(range(5))))
    assert sorted(order_indices(orders)[:, 0].tolist()) == list(range(120))


@given(st.lists(st.integers(0, 3), min_size=10, max_size=40))
def test_overlapping_codes_are_words_read_as_numbers(letters: list[int]) -> None:
    codes = overlapping_codes(np.array(letters, np.uint32), 2, 10)
    plain = [
        sum(letter << (2 * (9 - place)) for place, letter in enumerate(letters[start : start + 10]))
        for start in range(len(letters) - 9)
    ]
    assert codes.tolist() == plain


@pytest.mark.parametrize("bits", [1, 2, 5, 10])
def test_missing_words_are_those_that_do_not_appear(bits: int) -> None:
    letters = np.random.default_rng(bits).integers(0, 1 << bits, 5_000, np.uint32)
    length = 20 // bits
    held = {tuple(letters[start : start + length]) for start in range(5_000 - length + 1)}
    assert missing_words(letters, bits) == (1 << 20) - len(held)


def test_letters_go_by_the_number_of_ones() -> None:
    counted = Counter(letters_of(np.arange(256)).tolist())
    assert [counted[letter] for letter in range(5)] == [37, 56, 70, 56, 37]
    assert letters_of(np.array([0, 3, 7, 15, 31, 63, 255])).tolist() == [0, 0, 1, 2, 3, 4, 4]


@settings(deadline=None, max_examples=10)
@given(seeds)
def test_cars_park_where_none_is_near_in_both_directions(seed: int) -> None:
    random = np.random.default_rng(seed)
    # Quarters, so that cars stand exactly one length apart now and then.
    east, north = random.integers(0, 4 * SIDE // 10, (2, 300)) / 4.0
    lot: list[tuple[float, float]] = []
    for car in zip(east.tolist(), north.tolist(), strict=True):
        if not any(abs(car[0] - x) <= 1 and abs(car[1] - y) <= 1 for x, y in lot):
            lot.append(car)
    assert parked(east, north) == parked.__wrapped__(east, north) == len(lot)


@settings(deadline=None, max_examples=20)
@given(seeds, st.integers(2, 3))
def test_the_nearest_pair(seed: int, dimensions: int) -> None:
    points = np.random.default_rng(seed).random((200, dimensions))
    distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    assert nearest_pair(points) == pytest.approx(distances[np.triu_indices(200, 1)].min(), rel=1e-12)


def test_points_that_coincide_are_no_distance_apart() -> None:
    assert nearest_pair(np.zeros((50, 3))) == 0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_runs_are_cut_where_a_number_does_not_rise(values: list[int]) -> None:
    lengths = [1]
    for before, after in itertools.pairwise(values):
        if after > before:
            lengths[-1] += 1
        else:
            lengths.append(1)
    expected = Counter(min(length, 6) for length in lengths)
    counts = run_counts(np.array(values, np.uint32))
    assert counts.tolist() == [expected[length] for length in range(1, 7)]


def test_a_squeeze_multiplies_and_rounds_up() -> None:
    words = np.random.default_rng(3).integers(0, 1 << 32, 3_000, np.uint32)
    place, expected = 0, Counter[int]()
    for _ in range(100):
        number, steps = START, 0
        while number > 1:
            number = number * int(words[place]) // 2**32 + 1
            place, steps = place + 1, steps + 1
        expected[steps] += 1
    counts = squeezed(words, 100)
    assert counts.tolist() == squeezed.__wrapped__(words, 100).tolist()
    assert counts.tolist() == [expected[steps] for steps in range(MOST_STEPS + 1)]


def test_a_squeeze_that_goes_nowhere_stops_at_48_steps() -> None:
    assert squeezed(np.full(100, 0xFFFFFFFF, np.uint32), 5)[MOST_STEPS] == 2


def test_craps_by_its_rules() -> None:
    def die(face: int) -> int:
        return ((face - 1) << 32) // 6 + 1

    throws = [(3, 4), (5, 6), (1, 1), (6, 6), (2, 2), (3, 3), (1, 3), (4, 5), (3, 4)]
    # 7 wins, 11 wins, 2 and 12 lose, 4 6 4 wins, 9 7 loses
    words = np.array([die(face) for throw in throws for face in throw], np.uint32)
    wins, counts = played(words, 6)
    assert (wins, counts[:4].tolist()) == (3, [0, 4, 1, 1])
    assert played.__wrapped__(words, 6)[0] == 3
    assert played(words[:-2], 6)[1].sum() == 5
