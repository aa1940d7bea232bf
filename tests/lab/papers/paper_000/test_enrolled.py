"""Paper 000's map of exact features."""

from __future__ import annotations

from fractions import Fraction
from math import floor, trunc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.papers.paper_000.enrolled import PRIME, IntegerMap, integer_key
from lab.papers.paper_000.enrolled_study import enrolled_features, measure_map
from lab.papers.paper_000.hyperchaos import CHUNK, Order
from shared.biometrics.models import default_network
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.errors import Code, Failure
from shared.identifiers import Finger

CHUNKS = st.lists(st.integers(-32_767, 32_767), min_size=4, max_size=4)
EVEN = {IntegerMap.WHOLE_PRIME, IntegerMap.FRACTION_SCALED}

BYTES = {
    IntegerMap.WHOLE_SCALED: lambda v: abs(v) * 100_000 % 256,
    IntegerMap.WHOLE_LITERAL: lambda v: v % 256,
    IntegerMap.WHOLE_PRIME: lambda v: floor(Fraction(256 * (int(v) % PRIME), PRIME)),
    IntegerMap.FRACTION_LITERAL: lambda v: trunc(v) % 256,
    IntegerMap.FRACTION_SCALED: lambda v: floor(100_000 * abs(v)) % 256,
}


@given(CHUNKS, st.sampled_from(IntegerMap))
def test_every_byte_in_sequence_is_that_of_the_exact_value(
    numbers: list[int], integer_map: IntegerMap
) -> None:
    unit = 1 << 15 if integer_map.value.startswith("fraction") else 1
    x, y, z, w = (Fraction(number, unit) for number in numbers)
    x = 36 * (y - x) + w
    y = 28 * x - x * z
    z = 3 + x * y - 20 * z
    w = 20 * (x + y + z)
    wanted = [BYTES[integer_map](value) for value in (x, y, z, w)]
    assert integer_key(np.array(numbers, np.int16), integer_map).tolist() == wanted


@given(CHUNKS, st.sampled_from(IntegerMap))
def test_every_byte_at_once_is_that_of_the_exact_value(numbers: list[int], integer_map: IntegerMap) -> None:
    unit = 1 << 15 if integer_map.value.startswith("fraction") else 1
    x, y, z, w = (Fraction(number, unit) for number in numbers)
    made = (36 * (y - x) + w, 28 * x - x * z, 3 + x * y - 20 * z, 20 * (x + y + z))
    wanted = [BYTES[integer_map](value) for value in made]
    found = integer_key(np.array(numbers, np.int16), integer_map, Order.SIMULTANEOUS)
    assert found.tolist() == wanted


@given(
    st.lists(st.integers(-32_767, 32_767), min_size=16, max_size=16),
    st.integers(0, 15),
    st.integers(-32_767, 32_767),
    st.sampled_from(IntegerMap),
    st.sampled_from(Order),
)
def test_a_changed_feature_changes_no_chunk_but_its_own(
    numbers: list[int], place: int, other: int, integer_map: IntegerMap, order: Order
) -> None:
    changed = [*numbers[:place], other, *numbers[place + 1 :]]
    one, two = (integer_key(np.array(some, np.int16), integer_map, order) for some in (numbers, changed))
    assert set(np.flatnonzero(one != two) // CHUNK) <= {place // CHUNK}


@given(CHUNKS)
def test_100_000_is_a_multiple_of_32_so_that_eight_values_are_left(numbers: list[int]) -> None:
    key = integer_key(np.array(numbers, np.int16), IntegerMap.WHOLE_SCALED)
    assert set(key.tolist()) <= set(range(0, 256, 32))


@given(CHUNKS, st.integers(-1000, 1000), st.sampled_from(IntegerMap))
def test_a_chunk_depends_on_x_and_the_old_z_alone(
    numbers: list[int], step: int, integer_map: IntegerMap
) -> None:
    x, y, z, w = numbers
    moved = [*(min(max(one + step, -32_767), 32_767) for one in (x, y)), z, w]
    if moved[1] - moved[0] == y - x:
        keys = [integer_key(np.array(one, np.int16), integer_map).tolist() for one in (numbers, moved)]
        assert keys[0] == keys[1]


@pytest.mark.parametrize(
    "features",
    [
        pytest.param(np.ones(1024, np.int32), id="another type"),
        pytest.param(np.ones((2, 1024), np.int16), id="two variations"),
        pytest.param(np.ones(1023, np.int16), id="no whole chunks"),
        pytest.param(np.empty(0, np.int16), id="none"),
    ],
)
def test_other_features_are_refused(features: np.ndarray) -> None:
    with pytest.raises(Failure, match="int16 and as many as a multiple of four") as refused:
        integer_key(features, IntegerMap.WHOLE_PRIME)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.fixture(scope="module")
def variations() -> np.ndarray:
    """Exact features of the ten prints of one synthetic person, twenty variations each."""
    person = person_seed(0, 1)
    prints = {finger: impression(generate_finger(person, finger), 0) for finger in Finger}
    return enrolled_features([(1, prints)], 1, default_network())


@pytest.mark.parametrize("integer_map", IntegerMap)
def test_which_maps_of_an_enrolled_prints_features_give_even_bytes(
    variations: np.ndarray, integer_map: IntegerMap
) -> None:
    assert variations.shape == (10, 20, 1024)
    found = measure_map(variations, integer_map)
    even = integer_map in EVEN
    assert found.told != even
    assert found.moved[0] == 1
    assert 0 < found.moved[1] <= 32
    assert (found.chi_square < 340) == even  # 255 degrees of freedom: 99.97 % of even ones lie below
    assert (abs(found.same_print - 50) < 0.3 and abs(found.other_print - 50) < 0.5) == even
    if even:
        assert found.usable == 1
        assert found.entropy == pytest.approx(7.809, abs=0.005)
    if integer_map is IntegerMap.WHOLE_PRIME:
        assert found.repeated > 20 * found.expected_repeats
    if integer_map is IntegerMap.WHOLE_SCALED:
        assert (found.values, found.usable) == (8, 0)


@pytest.mark.parametrize("integer_map", IntegerMap)
def test_at_once_chunks_repeat_no_more_than_even_ones_but_the_bytes_of_y_are_uneven(
    variations: np.ndarray, integer_map: IntegerMap
) -> None:
    found = measure_map(variations, integer_map, Order.SIMULTANEOUS)
    assert found.moved[0] <= 1
    if integer_map not in EVEN:
        assert found.told
        return
    assert 0 < found.moved[1] <= 32
    assert found.usable == 1
    assert found.repeated < 6  # of 51,200 chunks, 0.3 expected
    x, y, z, w = found.place_chi_squares
    assert max(x, z, w) < 340 < y
