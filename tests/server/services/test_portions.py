"""Portions of a list follow one another without gap or repeat, in either direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.services.portions import Place, portion_of

ROWS = (2, 3, 5, 8, 13)


@pytest.mark.parametrize(
    ("place", "rows", "has_earlier", "has_later"),
    [
        pytest.param(Place(), (2, 3), False, True, id="the beginning"),
        pytest.param(Place(behind=3), (5, 8), True, True, id="behind a row"),
        pytest.param(Place(behind=4), (5, 8), True, True, id="behind what is gone"),
        pytest.param(Place(behind=8), (13,), True, False, id="the end"),
        pytest.param(Place(behind=13), (), True, False, id="behind the end"),
        pytest.param(Place(in_front_of=8), (3, 5), True, True, id="in front of a row"),
        pytest.param(Place(in_front_of=9), (5, 8), True, True, id="in front of what is gone"),
        pytest.param(Place(in_front_of=5), (2, 3), False, True, id="a whole portion that is the first"),
        pytest.param(Place(in_front_of=3), (2, 3), False, True, id="too few in front: the first"),
        pytest.param(Place(in_front_of=2), (2, 3), False, True, id="none in front: the first"),
    ],
)
def test_a_place_is_a_portion(
    place: Place[int], rows: tuple[int, ...], has_earlier: bool, has_later: bool
) -> None:
    found = portion_of(ROWS, lambda row: row, place, 2)
    assert (found.rows, found.has_earlier, found.has_later) == (rows, has_earlier, has_later)


@given(rows=st.sets(st.integers(0, 99)), count=st.integers(1, 12))
def test_onwards_to_the_end_and_back_shows_every_row(rows: set[int], count: int) -> None:
    everything = sorted(rows)
    found = portion_of(everything, lambda row: row, Place(), count)
    seen = list(found.rows)
    while found.has_later:
        found = portion_of(everything, lambda row: row, Place(behind=found.rows[-1]), count)
        assert found.has_earlier
        seen += found.rows
    assert seen == everything
    back = list(found.rows)
    while found.has_earlier:
        found = portion_of(everything, lambda row: row, Place(in_front_of=found.rows[0]), count)
        back = [*(row for row in found.rows if row < (back[0] if back else 100)), *back]
        assert found.has_later
    assert back == everything
