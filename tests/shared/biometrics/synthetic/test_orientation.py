"""Ridge directions: the turns around cores and deltas, and the bulge of an arch."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from shared.biometrics.synthetic.anatomy import Pattern
from shared.biometrics.synthetic.orientation import orientation_field
from shared.biometrics.synthetic.randomness import generator_for

SIZE = 144


def half_turns(field: NDArray[np.float64]) -> int:
    """Half turns of the ridge direction along the edge of a field (Poincaré): cores less deltas inside."""
    path = np.concatenate([field[-1, :-1], field[:0:-1, -1], field[0, :0:-1], field[:-1, 0]])
    steps = np.diff(np.append(path, path[0]))
    steps -= np.pi * np.round(steps / np.pi)
    return round(float(steps.sum()) / np.pi)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("pattern", "inside", "whole"),
    [
        pytest.param(Pattern.ARCH, 0, 0, id="an arch has no singularity"),
        pytest.param(Pattern.LEFT_LOOP, 1, 0, id="a left loop has a core and a delta"),
        pytest.param(Pattern.RIGHT_LOOP, 1, 0, id="a right loop has a core and a delta"),
        pytest.param(Pattern.TENTED_ARCH, 1, 0, id="a tented arch has a core and a delta"),
        pytest.param(Pattern.WHORL, 2, 0, id="a whorl has two cores and two deltas"),
    ],
)
def test_the_direction_turns_as_the_pattern_says(
    pattern: Pattern, inside: int, whole: int, seed: int
) -> None:
    field = orientation_field(pattern, SIZE, True, generator_for(seed))
    # Cores lie in the middle or a little above, deltas well below and to the sides.
    assert half_turns(field[32:97, 48:97]) == inside
    assert half_turns(field) == whole


def test_an_arch_rises_to_its_middle() -> None:
    field = orientation_field(Pattern.ARCH, SIZE, True, generator_for(1))
    slope = np.tan(field)
    assert slope[80, 20] > 0
    assert slope[80, -20] < 0
