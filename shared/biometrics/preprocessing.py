"""From a print of any size to what the network reads (biometrics §2.1): resized, equalised."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.exact.image import equalise, resize

Pixels = npt.NDArray[np.uint8]

LEVELS_MIN = 8
"""Fewest grey levels that a resized print may have; below that it is blank or a drawing."""


def preprocess(print_: Print, height: int, width: int) -> Pixels:
    """Resize by area averages, then equalise the histogram.

    Args:
        print_: the print as enrolled.
        height: rows that the network reads, 96 in the paper.
        width: columns that the network reads, 96 in the paper.

    Returns:
        uint8 [height, width].

    Raises:
        Failure: ``INVALID_INPUT`` when the print shows nothing.
    """
    resized = resize(print_.pixels, height, width)
    if np.unique(resized).size < LEVELS_MIN:
        raise Failure(Code.INVALID_INPUT, "The print is blank; scan the finger again.", field="print")
    return equalise(resized)
