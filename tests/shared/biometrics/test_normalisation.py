"""What verification compares: a square of the network's side, whatever the print."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.normalisation import normalise
from shared.biometrics.prints import Print
from shared.biometrics.synthetic import person_seed, synthetic_print
from shared.errors import Code, Failure
from shared.exact.image import resize
from shared.identifiers import Finger

PRINT = synthetic_print(person_seed(5, 1), Finger.LEFT_INDEX)


@pytest.mark.parametrize(("height", "width"), [(96, 96), (103, 96), (300, 260)])
@pytest.mark.parametrize("side", [24, 96])
def test_a_print_of_any_size_becomes_a_square(height: int, width: int, side: int) -> None:
    square = normalise(Print(resize(PRINT.pixels, height, width)), side)
    assert (square.shape, square.dtype) == ((side, side), np.uint8)


def test_a_print_that_shows_nothing_is_refused() -> None:
    with pytest.raises(Failure) as refused:
        normalise(Print(np.full((96, 96), 200, np.uint8)), 96)
    assert refused.value.code is Code.INVALID_INPUT
