"""The grid of poses."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.verification import PoseSearch
from shared.biometrics.verification.poses import SHIFT_MAX
from shared.errors import Code, Failure
from shared.exact.tables.sine import STEPS
from shared.keygen.known_answers import drawn_print


def test_the_pose_as_scanned_is_among_them_and_all_differ() -> None:
    pixels = drawn_print().pixels[:64, :64]
    search = PoseSearch(turns=1, turn=64, shifts=1, shift=4)
    posed = search.of(pixels)
    assert posed.shape == (search.count, 56, 56) == (27, 56, 56)
    assert np.array_equal(posed[search.count // 2], pixels[4:60, 4:60])
    assert len({pose.tobytes() for pose in posed}) == search.count


def test_a_shift_shows_what_lies_beside() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (36, 36), dtype=np.uint8)
    left, still, right = PoseSearch(0, 0, 1, 2).of(pixels)[3:6]
    assert np.array_equal(still, pixels[2:34, 2:34])
    assert np.array_equal(left, pixels[2:34, 0:32])
    assert np.array_equal(right, pixels[2:34, 4:36])


def test_no_search_is_one_pose() -> None:
    pixels = drawn_print().pixels
    assert np.array_equal(PoseSearch(0, 0, 0, 0).of(pixels[:40, :40]), pixels[None, :40, :40])


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param((1, STEPS + 1, 0, 0), id="a turn beyond the table"),
        pytest.param((0, 0, 2, SHIFT_MAX // 2 + 1), id="a shift too far"),
        pytest.param((5, 64, 5, 1), id="more poses than anyone waits for"),
        pytest.param((-1, 0, 0, 0), id="fewer than none"),
    ],
)
def test_a_grid_out_of_bounds_is_refused(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(Failure) as refused:
        PoseSearch(*numbers)
    assert refused.value.code is Code.MALFORMED


def test_it_is_read_as_it_was_written() -> None:
    search = PoseSearch(2, 128, 1, 30)
    assert PoseSearch.decode(search.encode()) == search
