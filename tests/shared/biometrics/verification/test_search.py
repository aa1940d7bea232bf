"""Patches and turns."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.verification import PatchSearch
from shared.biometrics.verification.search import TURN_MAX, WINDOW_MAX
from shared.errors import Code, Failure

PICTURE = np.random.default_rng(1).integers(0, 256, (60, 60), dtype=np.uint8)
"""What a search with a window of 40 takes."""


def test_the_window_as_scanned_is_among_the_turns_and_all_differ() -> None:
    search = PatchSearch(40, 8, 2, 12, 1)
    windows = search.turned(PICTURE)
    assert len(windows) == search.looks == 5
    assert np.array_equal(windows[2], search.straight(PICTURE))
    assert np.array_equal(windows[2], PICTURE[10:50, 10:50])
    assert len({window.tobytes() for window in windows}) == 5


def test_a_turn_goes_the_way_and_as_far_as_it_says() -> None:
    dark = np.full((60, 60), 200, np.uint8)
    dark[28:32, 45:49] = 0  # at three o'clock
    back, _, forth = PatchSearch(40, 8, 1, 45, 1).turned(dark)
    # Half way between three o'clock and noon, or six o'clock: √½ of the way out in both directions.
    for window, row in ((forth, 20 - 12), (back, 20 + 12)):
        found = np.argwhere(window < 60).mean(axis=0)
        assert found == pytest.approx([row, 20 + 12], abs=1.5)


def test_no_corner_of_a_turned_window_lies_outside_what_is_drawn() -> None:
    for window in (40, 96, 192):
        assert PatchSearch(window, 8, 1, TURN_MAX, 1).drawn >= window * np.sqrt(2)


def test_patches_stand_at_every_stride() -> None:
    search = PatchSearch(40, 8, 0, 0, 1)
    window = search.straight(PICTURE)
    patches = search.patches(window, 24)
    assert patches.shape == (search.rows(24), search.rows(24), 24, 24) == (3, 3, 24, 24)
    assert np.array_equal(patches[1, 2], window[8:32, 16:40])


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param((0, 8, 0, 0, 1), id="no window"),
        pytest.param((WINDOW_MAX + 1, 8, 0, 0, 1), id="a window too large"),
        pytest.param((40, 0, 0, 0, 1), id="no stride"),
        pytest.param((40, 8, 1, TURN_MAX + 1, 1), id="a turn too far"),
        pytest.param((40, 8, -1, 0, 1), id="fewer turns than none"),
        pytest.param((40, 8, 0, 0, 0), id="no doubt at all"),
    ],
)
def test_a_search_out_of_bounds_is_refused(numbers: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(Failure) as refused:
        PatchSearch(*numbers)
    assert refused.value.code is Code.MALFORMED


def test_it_is_read_as_it_was_written() -> None:
    search = PatchSearch(192, 12, 2, 12, 16)
    assert PatchSearch.decode(search.encode()) == search
