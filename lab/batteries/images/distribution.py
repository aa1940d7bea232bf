"""How a picture's values are distributed: histogram, entropy, chi-square.

A ciphertext is judged on both sides: a histogram flatter than chance leaves it is not random either.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.batteries.histogram_moments import DEGREES
from lab.batteries.histogram_null import (
    basis,
    chi_square_limits,
    chi_square_p_value,
    entropy_and_chi_square,
    entropy_limits,
    entropy_mean,
    entropy_p_value,
)
from lab.batteries.images.pictures import Picture, planes, require_picture
from lab.batteries.measurement import Measurement
from shared.keygen.histogram import histogram


def histograms_of(picture: Picture) -> npt.NDArray[np.int64]:
    """How often every level occurs in each colour plane, int64 [1 or 3, 256].

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture.
    """
    require_picture(picture)
    return np.stack([histogram(plane) for plane in planes(picture)])


def entropy(picture: Picture) -> Measurement:
    """Shannon entropy of all values, bits; expected is that of as many uniform values, below 8.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture.
    """
    require_picture(picture)
    size, (value, _) = picture.size, entropy_and_chi_square(picture)
    if size < 2:
        return Measurement("entropy", value)
    return Measurement(
        "entropy", value, entropy_mean(size), entropy_limits(size), entropy_p_value(value, size), basis(size)
    )


def chi_square(picture: Picture) -> Measurement:
    """Pearson's chi-square of all values against equal counts, 255 degrees of freedom.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture.
    """
    require_picture(picture)
    size, (_, value) = picture.size, entropy_and_chi_square(picture)
    limits, tail = chi_square_limits(size), chi_square_p_value(value, size)
    return Measurement("chi-square", value, float(DEGREES), limits, tail, basis(size))
