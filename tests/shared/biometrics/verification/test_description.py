"""Prints as maps of directions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shared.biometrics.prints import Print
from shared.biometrics.synthetic import person_seed, synthetic_print
from shared.biometrics.verification import PatchReader, PatchSearch
from shared.biometrics.verification.description import OUTPUTS_MAX, UNIT, directions
from shared.errors import Code, Failure
from shared.exact.products import EXACT_LIMIT
from shared.identifiers import Finger

PRINT = synthetic_print(person_seed(5, 1), Finger.LEFT_INDEX)
SEARCH = PatchSearch(120, 12, 1, 12, 4)
VECTORS = hnp.arrays(np.int16, (3, 8), elements=st.integers(-32767, 32767))


def corners(patches: np.ndarray) -> np.ndarray:
    """Says of a patch what its corners are."""
    return np.stack([patches[:, 0, 0], patches[:, 0, -1], patches[:, -1, 0]], axis=1).astype(np.int16)


@given(VECTORS)
def test_directions_have_one_length(features: np.ndarray) -> None:
    for vector, unit in zip(features.astype(float), directions(features).astype(float), strict=True):
        length = math.sqrt(vector @ vector)
        if length == 0:
            assert not unit.any()
        elif length > 100:  # below, the length rounded down is felt
            assert unit == pytest.approx(UNIT * vector / length, abs=0.5 + UNIT / length)


def test_known_directions() -> None:
    features = np.array([[3, 4], [-3, 0], [0, 0]], np.int16)
    assert directions(features).tolist() == [[614, 819], [-1024, 0], [0, 0]]


def test_the_product_of_two_directions_is_exact_in_float32() -> None:
    longest = UNIT + math.sqrt(OUTPUTS_MAX) / 2
    # A length below 100 is rounded down by up to a hundredth; features of the tanh table are far longer.
    assert (1.42 * longest) ** 2 < EXACT_LIMIT


def test_only_patches_that_show_the_finger_are_asked_about() -> None:
    seen: list[np.ndarray] = []

    def look(patches: np.ndarray) -> np.ndarray:
        seen.append(patches)
        return corners(patches)

    description = PatchReader(SEARCH, 24, look).enrolled(PRINT)
    rows, columns = description.shown.shape
    assert len(seen[0]) == description.shown.sum() < SEARCH.rows(24) ** 2
    assert rows <= SEARCH.rows(24) >= columns
    for edge in (description.shown[0], description.shown[-1], *description.shown.T[[0, -1]]):
        assert edge.any()
    assert not description.units[~description.shown].any()
    assert np.array_equal(description.units[description.shown], directions(corners(seen[0])))


def test_a_live_print_is_read_in_every_turn() -> None:
    reader = PatchReader(SEARCH, 24, corners)
    looks = reader.live(PRINT)
    assert len(looks) == 3
    enrolled = reader.enrolled(PRINT)
    assert np.array_equal(looks[1].units, enrolled.units)
    assert not np.array_equal(looks[0].units, enrolled.units)


@pytest.mark.parametrize(
    ("pixels", "what"),
    [
        pytest.param(np.full((96, 96), 255, np.uint8), "no ridges", id="blank"),
        pytest.param(np.pad(PRINT.pixels[40:58, 40:58], 60, constant_values=255), "too little", id="a scrap"),
    ],
)
def test_what_shows_no_finger_is_bad_input(pixels: np.ndarray, what: str) -> None:
    for read in (PatchReader(SEARCH, 48, corners).enrolled, PatchReader(SEARCH, 48, corners).live):
        with pytest.raises(Failure, match=what) as refused:
            read(Print(pixels))
        assert refused.value.code is Code.INVALID_INPUT
