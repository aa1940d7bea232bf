"""Masters and their impressions."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.synthetic import Master, generate_finger, impression, synthetic_print
from shared.identifiers import Finger


@pytest.fixture(scope="module")
def masters() -> dict[Finger, Master]:
    return {finger: generate_finger(11, finger) for finger in (Finger.LEFT_INDEX, Finger.RIGHT_RING)}


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def test_the_same_seed_gives_the_same_print(masters: dict[Finger, Master]) -> None:
    master = masters[Finger.LEFT_INDEX]
    again = synthetic_print(11, Finger.LEFT_INDEX)
    assert np.array_equal(again.pixels, impression(master, 0).pixels)


def test_a_print_is_96_by_96_grey_dark_on_light(masters: dict[Finger, Master]) -> None:
    print_ = impression(masters[Finger.LEFT_INDEX], 0)
    assert print_.shape == (96, 96)
    assert print_.pixels.dtype == np.uint8
    assert print_.pixels[0, 0] > 200
    assert print_.pixels[40:56, 40:56].min() < 100


@pytest.mark.parametrize(
    ("seed", "finger"),
    [
        pytest.param(12, Finger.LEFT_INDEX, id="another person"),
        pytest.param(11, Finger.RIGHT_RING, id="another finger"),
    ],
)
def test_others_are_less_alike_than_repeats(masters: dict[Finger, Master], seed: int, finger: Finger) -> None:
    master = masters[Finger.LEFT_INDEX]
    # The middle only: the contact area is alike in all of them.
    first = impression(master, 0, strength=0.2).pixels[28:68, 28:68]
    repeat = impression(master, 1, strength=0.2).pixels[28:68, 28:68]
    other = impression(generate_finger(seed, finger), 1, strength=0.2).pixels[28:68, 28:68]
    assert likeness(first, repeat) > 0.4
    assert likeness(first, repeat) > likeness(first, other) + 0.3


def test_impressions_of_a_finger_differ(masters: dict[Finger, Master]) -> None:
    master = masters[Finger.RIGHT_RING]
    assert not np.array_equal(impression(master, 0).pixels, impression(master, 1).pixels)


def test_a_master_does_not_print_its_ridges(masters: dict[Finger, Master]) -> None:
    assert "ridges" not in repr(masters[Finger.LEFT_INDEX])
