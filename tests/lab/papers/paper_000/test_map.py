"""The hyperchaotic map and its bytes."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lab.papers.paper_000.byte_maps import ByteMap, to_bytes
from lab.papers.paper_000.hyperchaos import Gains, Order, Profile, update
from lab.papers.paper_000.key import Recipe, Rounding, chunks_of, key_of
from shared.errors import Code, Failure

QUARTERS = st.integers(-400, 400).map(lambda number: Fraction(number, 4))
CHUNKS = st.tuples(QUARTERS, QUARTERS, QUARTERS, QUARTERS)


@given(CHUNKS, st.sampled_from(Order))
def test_an_update_is_equations_1_to_4(chunk: tuple[Fraction, ...], order: Order) -> None:
    x, y, z, w = chunk
    if order is Order.SEQUENTIAL:
        x = 36 * (y - x) + w
        y = 28 * x - x * z
        z = 3 + x * y - 20 * z
        w = 20 * (x + y + z)
        wanted = (x, y, z, w)
    else:
        wanted = (36 * (y - x) + w, 28 * x - x * z, 3 + x * y - 20 * z, 20 * (x + y + z))
    found = update(np.array([[float(value) for value in chunk]]), Profile.P1.gains, order)
    assert found.tolist() == [[float(value) for value in wanted]]  # quarters are exact


def test_the_fifth_gain_is_d_unless_given() -> None:
    chunk = np.array([[1.0, 2.0, 3.0, 4.0]])
    printed = update(chunk, Gains(36, 28, 3, 20))
    assert update(chunk, Gains(36, 28, 3, 20, 20)).tolist() == printed.tolist()
    other = update(chunk, Gains(36, 28, 3, 20, 10))
    assert other[0, 3] * 2 == printed[0, 3]
    assert other[0, :3].tolist() == printed[0, :3].tolist()


@pytest.mark.parametrize("gain", [float("nan"), float("inf")])
def test_a_gain_that_is_no_number_is_refused(gain: float) -> None:
    with pytest.raises(Failure, match="no number"):
        Gains(36, 28, 3, 20, gain)


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param(np.ones((2, 3)), id="three to a chunk"),
        pytest.param(np.ones(4), id="no chunks"),
        pytest.param(np.ones((1, 4), np.float32), id="single precision"),
    ],
)
def test_chunks_of_another_form_are_refused(chunks: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"float64 \[n, 4\]"):
        update(chunks, Profile.P1.gains)


VALUES = np.array([0.0, 1.5, -1.5, 255.999, 256.0, -0.25, -1e-300, 12345.67891])
BYTES = {
    ByteMap.LITERAL: [0, 1, 255, 255, 0, 0, 0, 57],
    ByteMap.SCALE_1E3: [0, 220, 220, 255, 0, 250, 0, 78],
    ByteMap.SCALE_1E5: [floor(1e5 * abs(value)) % 256 for value in VALUES.tolist()],
    ByteMap.FRACTION: [0, 128, 128, 255, 0, 192, 255, 173],
}


@pytest.mark.parametrize("byte_map", ByteMap)
def test_bytes_of_values(byte_map: ByteMap) -> None:
    assert to_bytes(VALUES, byte_map).tolist() == BYTES[byte_map]


@pytest.mark.parametrize("byte_map", ByteMap)
@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e19, -1e19])
def test_a_value_that_has_no_byte_is_refused(byte_map: ByteMap, value: float) -> None:
    with pytest.raises(Failure, match="beyond 2") as refused:
        to_bytes(np.array([1.0, value]), byte_map)
    assert refused.value.code is Code.INVALID_INPUT


def test_zeros_are_dropped_and_so_is_a_rest_of_fewer_than_four() -> None:
    features = np.array([0, 1, 0, 2, 3, -0.0, 4, 5, 6, 7], np.float32)
    assert chunks_of(features).tolist() == [[1, 2, 3, 4]]
    assert len(key_of(features, Recipe())) == 4


@given(st.lists(st.floats(0, 100, width=32), min_size=4, max_size=60))
def test_every_key_is_of_whole_chunks_of_32_bits(drawn: list[float]) -> None:
    """Check 9 of docs/lab.md: whatever the features."""
    features = np.array(drawn, np.float32)
    kept = np.count_nonzero(features)
    assume(kept >= 4)
    assert 8 * len(key_of(features, Recipe())) == 32 * (kept // 4)


@pytest.mark.parametrize(
    ("rounding", "wanted"),
    [
        pytest.param(Rounding.NONE, [2e-5, 1.00004, 2.5, 3.0], id="not at all"),
        pytest.param(Rounding.DECIMAL, [1.0, 2.5, 3.0, 4.0], id="to decimals"),
        pytest.param(Rounding.BINARY, [1.0, 2.5, 3.0, 4.0], id="to a binary grid"),
    ],
)
def test_what_rounds_to_zero_is_dropped(rounding: Rounding, wanted: list[float]) -> None:
    assert chunks_of(np.array([2e-5, 1.00004, 2.5, 3.0, 4.0]), rounding).tolist()[0] == wanted


@pytest.mark.parametrize(
    ("features", "said"),
    [
        pytest.param(np.arange(8), "floating-point", id="whole numbers"),
        pytest.param(np.array([1.0, 2.0, 3.0, np.nan, 4.0]), "no number", id="no number"),
        pytest.param(np.array([1.0, 0.0, 2.0, 3.0]), "there are 3", id="three that are not zero"),
        pytest.param(np.empty(0), "there are 0", id="none"),
    ],
)
def test_features_that_give_no_key_are_refused(features: np.ndarray, said: str) -> None:
    with pytest.raises(Failure, match=said) as refused:
        key_of(features, Recipe())
    assert refused.value.code is Code.INVALID_INPUT


def test_a_key_is_the_same_everywhere() -> None:
    features = np.random.Generator(np.random.PCG64(0)).standard_exponential(16).astype(np.float32)
    assert key_of(features, Recipe()).hex() == GOLDEN


GOLDEN = "6d5b204ce1ac9c489a9fa685071a6650"


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=4))
def test_decimals_and_whole_gains_leave_multiples_of_ten(numbers: list[int]) -> None:
    chunk = np.array([numbers]) / 1e4
    x = update(chunk, Profile.P1.gains)[0, 0] * 1e5
    assert abs(x - 10 * round(x / 10)) < 1e-4


def test_so_the_last_bit_of_such_a_byte_is_a_rounding_error() -> None:
    random = np.random.Generator(np.random.PCG64(0))
    features = random.standard_exponential(40_000).astype(np.float32) * 50
    ones = {
        rounding: np.unpackbits(np.frombuffer(key_of(features, Recipe(rounding=rounding)), np.uint8)).mean()
        for rounding in Rounding
    }
    sigma = 0.5 / np.sqrt(8 * 40_000)
    assert ones[Rounding.DECIMAL] < 0.5 - 5 * sigma
    assert abs(ones[Rounding.NONE] - 0.5) < 4 * sigma
    assert abs(ones[Rounding.BINARY] - 0.5) < 4 * sigma
