"""The master of a synthetic finger: its whole ridge pattern, of which every impression shows a part."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from shared.biometrics.synthetic.anatomy import Pattern, anatomy_of, draw_pattern, is_right
from shared.biometrics.synthetic.growth import grow_ridges
from shared.biometrics.synthetic.orientation import orientation_field
from shared.biometrics.synthetic.randomness import Field, blurred_noise, generator_for
from shared.identifiers import Finger

MASTER_SIZE = 144
"""Side of a master in pixels; an impression of 96 x 96 shows about 113 of them."""

_PERIOD_NOISE_SIGMA = 18.0


@dataclass(frozen=True)
class Master:
    """One finger of one synthetic person.

    Attributes:
        seed: the person.
        finger: which of the ten.
        pattern: the class of its ridge flow.
        period: the mean distance between two of its ridges, in pixels.
        ridges: ``[size, size]`` in (-1, 1), above 0 is ridge.
    """

    seed: int
    finger: Finger
    pattern: Pattern
    period: float
    ridges: Field = field(repr=False)


def generate_finger(seed: int, finger: Finger, size: int = MASTER_SIZE) -> Master:
    """Make one finger of the person that ``seed`` stands for (synthetic-prints §6.1-§6.4).

    Args:
        seed: the person; at least 0.
        finger: which of the ten; it sets the odds of the patterns, the ridge period and the handedness.
        size: side in pixels; a larger master shows more of the finger, with ridges as wide. Another size is
            another finger.
    """
    random = generator_for(seed, int(finger))
    pattern = draw_pattern(finger, random)
    directions = orientation_field(pattern, size, is_right(finger), random)
    base = float(random.uniform(*anatomy_of(finger).periods))
    periods = _ridge_periods(base, blurred_noise(random, size, _PERIOD_NOISE_SIGMA))
    return Master(seed, finger, pattern, float(periods.mean()), grow_ridges(directions, periods, random))


def _ridge_periods(base: float, noise: Field) -> Field:
    """The distance between ridges at every pixel: wider towards the joint (synthetic-prints §6.3)."""
    size = noise.shape[0]
    below_middle = np.maximum(0.0, 2 * np.arange(size) / size - 1)[:, np.newaxis]
    widened = base * (1 + 0.06 * noise + 0.10 * below_middle)
    periods: Field = np.clip(widened, 0.82 * base, 1.25 * base).astype(np.float32)
    return periods
