"""Agreement of two descriptions, against the definition in plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.biometrics.verification.agreement import FULL, agreement_q15
from shared.biometrics.verification.description import UNIT, Description, directions
from shared.exact.products import IntegerBackend, NumpyBackend

NUMPY = NumpyBackend()


def described(seed: int, rows: int, columns: int, part: float = 1.0) -> Description:
    """A map of random directions, of which a part is shown."""
    random = np.random.default_rng(seed)
    shown = random.random((rows, columns)) < part
    shown[0, 0] = True
    features = random.integers(-32767, 32768, (rows * columns, 6)).astype(np.int16)
    units = directions(features).reshape(rows, columns, 6) * shown[:, :, None]
    return Description(units.astype(np.int16), shown)


def by_definition(enrolled: Description, look: Description, doubt: int) -> int:
    """Every way to lay one over the other, patch by patch."""
    best = 0
    rows, columns = enrolled.shown.shape
    for down in range(-rows + 1, look.shown.shape[0]):
        for right in range(-columns + 1, look.shown.shape[1]):
            total = met = 0
            for y, x in np.ndindex(rows, columns):
                row, column = y + down, x + right
                inside = 0 <= row < look.shown.shape[0] and 0 <= column < look.shown.shape[1]
                if inside and enrolled.shown[y, x] and look.shown[row, column]:
                    product = int(
                        enrolled.units[y, x].astype(np.int64) @ look.units[row, column].astype(np.int64)
                    )
                    total += min(max(product, 0), UNIT * UNIT)
                    met += 1
            best = max(best, total // (met + doubt))
    return best // 32


SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(st.integers(0, 1000), SHAPES, SHAPES, st.integers(1, 12))
def test_it_is_what_its_definition_says(
    seed: int, ours: tuple[int, int], theirs: tuple[int, int], doubt: int
) -> None:
    enrolled, look = described(seed, *ours, 0.7), described(seed + 1, *theirs, 0.7)
    expected = by_definition(enrolled, look, doubt)
    assert 0 <= expected <= FULL
    assert agreement_q15(enrolled, [look], doubt, NUMPY) == expected
    assert agreement_q15(enrolled, [look], doubt, IntegerBackend()) == expected
    assert agreement_q15(look, [enrolled], doubt, NUMPY) == expected


def test_a_print_is_found_again_however_it_is_moved() -> None:
    whole = described(3, 8, 8)
    part = Description(whole.units[2:7, 1:6], whole.shown[2:7, 1:6])
    assert agreement_q15(part, [whole], 1, NUMPY) == pytest.approx(25 / 26 * FULL, rel=0.01)
    assert agreement_q15(part, [described(4, 8, 8)], 5, NUMPY) < 0.6 * FULL


def test_the_agreement_of_few_is_worth_less() -> None:
    whole = described(3, 8, 8)
    for side in (1, 2, 4):
        part = Description(whole.units[:side, :side], whole.shown[:side, :side])
        found = agreement_q15(part, [whole], 4, NUMPY)
        assert found == pytest.approx(side**2 / (side**2 + 4) * FULL, rel=0.01)


def test_the_best_turn_counts() -> None:
    enrolled, other = described(3, 5, 5), described(9, 5, 5)
    alone = agreement_q15(enrolled, [other], 4, NUMPY)
    both = agreement_q15(enrolled, [other, enrolled], 4, NUMPY)
    assert alone < both
    assert both == agreement_q15(enrolled, [enrolled], 4, NUMPY)
