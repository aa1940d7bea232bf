"""What differs from finger to finger."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.synthetic.anatomy import DIGITS, Pattern, anatomy_of, draw_pattern, is_right
from shared.biometrics.synthetic.randomness import generator_for
from shared.identifiers import Finger

NATURAL = {"arch": 0.037, "tented arch": 0.029, "loop": 0.655, "whorl": 0.279}


@pytest.mark.parametrize("place", range(5))
def test_the_frequencies_of_a_digit_add_up(place: int) -> None:
    assert sum(DIGITS[place].frequencies) == pytest.approx(1)


def test_all_fingers_together_have_the_natural_frequencies() -> None:
    arch, tented, ulnar, radial, whorl = np.mean([digit.frequencies for digit in DIGITS], axis=0)
    found = {"arch": arch, "tented arch": tented, "loop": ulnar + radial, "whorl": whorl}
    assert found == pytest.approx(NATURAL, abs=0.001)


def test_both_hands_have_the_same_digits() -> None:
    for finger in list(Finger)[:5]:
        assert anatomy_of(finger) is anatomy_of(Finger(finger + 5))
        assert not is_right(finger)
        assert is_right(Finger(finger + 5))


@pytest.mark.parametrize(
    ("finger", "usual"),
    [
        pytest.param(Finger.LEFT_LITTLE, Pattern.LEFT_LOOP, id="left hand opens left"),
        pytest.param(Finger.RIGHT_LITTLE, Pattern.RIGHT_LOOP, id="right hand opens right"),
    ],
)
def test_loops_open_towards_the_little_finger(finger: Finger, usual: Pattern) -> None:
    random = generator_for(5)
    drawn = [draw_pattern(finger, random) for _ in range(300)]
    assert drawn.count(usual) > 220
