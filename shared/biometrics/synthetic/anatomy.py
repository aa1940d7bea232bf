"""What differs from finger to finger: pattern frequencies, ridge width, size, and the side a loop opens to.

The frequencies are rounded figures of the usual kind (thumbs and ring fingers have most whorls, index fingers
most radial loops and arches, little fingers are nearly all ulnar loops), set so that all ten fingers together
give the natural frequencies of synthetic-prints §6.1: 3.7 % arches, 2.9 % tented arches, 65.5 % loops and
27.9 % whorls. A left hand is the mirror of a right hand. This serves tests and demonstrations; it is no
anthropometry.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from shared.identifiers import Finger


class Pattern(enum.Enum):
    """The five classes of ridge flow (synthetic-prints §6.1)."""

    ARCH = "arch"
    TENTED_ARCH = "tented arch"
    LEFT_LOOP = "left loop"
    RIGHT_LOOP = "right loop"
    WHORL = "whorl"


@dataclass(frozen=True)
class Anatomy:
    """What one digit of either hand is like.

    Attributes:
        frequencies: of arch, tented arch, ulnar loop, radial loop and whorl; they add up to 1.
        periods: the smallest and largest ridge period, in master pixels.
        width: the contact area relative to an index finger.
    """

    frequencies: tuple[float, float, float, float, float]
    periods: tuple[float, float]
    width: float


DIGITS: tuple[Anatomy, ...] = (
    Anatomy((0.010, 0.005, 0.855, 0.005, 0.125), (6.2, 7.0), 0.90),
    Anatomy((0.015, 0.010, 0.545, 0.010, 0.420), (6.5, 7.4), 0.97),
    Anatomy((0.050, 0.035, 0.720, 0.025, 0.170), (6.7, 7.6), 1.00),
    Anatomy((0.080, 0.080, 0.365, 0.175, 0.300), (6.7, 7.6), 1.00),
    Anatomy((0.030, 0.015, 0.570, 0.005, 0.380), (7.3, 8.2), 1.10),
)
"""Little, ring, middle, index, thumb: the order of the fingers within a hand."""


def anatomy_of(finger: Finger) -> Anatomy:
    """The digit that ``finger`` is."""
    return DIGITS[finger % len(DIGITS)]


def is_right(finger: Finger) -> bool:
    """Whether ``finger`` belongs to the right hand."""
    return finger >= len(DIGITS)


def draw_pattern(finger: Finger, random: np.random.Generator) -> Pattern:
    """Draw the class of ridge flow of one finger.

    An ulnar loop opens towards the little finger: to the right in a print of a right hand, else to the left.
    """
    ulnar, radial = Pattern.RIGHT_LOOP, Pattern.LEFT_LOOP
    if not is_right(finger):
        ulnar, radial = radial, ulnar
    kinds = (Pattern.ARCH, Pattern.TENTED_ARCH, ulnar, radial, Pattern.WHORL)
    return kinds[int(random.choice(len(kinds), p=anatomy_of(finger).frequencies))]
