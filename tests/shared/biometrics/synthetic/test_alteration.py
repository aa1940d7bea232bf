"""Obliteration, central rotation and z-cut."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.prints import Print
from shared.biometrics.synthetic import Alteration, Severity, alter, synthetic_print
from shared.identifiers import Finger


@pytest.fixture(scope="module")
def print_() -> Print:
    return synthetic_print(21, Finger.RIGHT_INDEX)


def changed(before: Print, after: Print) -> float:
    difference = np.abs(before.pixels.astype(int) - after.pixels)
    return float((difference > 20).mean())


@pytest.mark.parametrize("kind", list(Alteration))
def test_a_harder_alteration_changes_more(print_: Print, kind: Alteration) -> None:
    shares = [changed(print_, alter(print_, kind, severity, 3)) for severity in Severity]
    assert 0.01 < shares[0] < shares[1] < shares[2] < 0.4


@pytest.mark.parametrize("kind", list(Alteration))
@pytest.mark.parametrize("severity", list(Severity))
def test_the_border_stays(print_: Print, kind: Alteration, severity: Severity) -> None:
    altered = alter(print_, kind, severity, 4)
    border = np.ones(print_.shape, bool)
    border[4:-4, 4:-4] = False
    assert np.abs(altered.pixels.astype(int) - print_.pixels)[border].mean() < 0.5


def test_the_same_seed_alters_alike(print_: Print) -> None:
    first, again, other = (alter(print_, Alteration.Z_CUT, Severity.EASY, seed) for seed in (5, 5, 6))
    assert np.array_equal(first.pixels, again.pixels)
    assert not np.array_equal(first.pixels, other.pixels)


def test_a_print_of_another_size_keeps_it() -> None:
    grey = Print(np.full((103, 96), 200, np.uint8))
    assert alter(grey, Alteration.OBLITERATION, Severity.HARD, 1).shape == (103, 96)
