"""NPCR_pc and UACI_pc: the same formulas between a plaintext and its own ciphertext, as some papers use them.

They say nothing of how a change spreads. Where the cipher is uniform, NPCR_pc is 99.61 % whatever the
picture, and UACI_pc follows from the picture's histogram alone (paper 002 table 5):

    mean |p - C| = ((p - 127.5)^2 + 16,383.75) / 256,   so UACI_pc = 25.0977 % + .00153186 % E(p - 127.5)^2

from 25.1 % for mid-grey to 50 % for black or white. A "better" value means a darker or brighter picture.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from lab.batteries.images.cipher_pair import changed_values, ideal_npcr, mean_change
from lab.batteries.images.pictures import LEVEL_MAX, Picture, require_picture
from lab.batteries.keys.pearson import normal_quantile
from lab.batteries.measurement import LEVEL, Interval, Measurement
from shared.keygen.histogram import LEVELS, histogram

MIDDLE = LEVEL_MAX / 2
UNIFORM_VARIANCE = (LEVELS**2 - 1) / 12
"""Of a uniform byte: 5,461.25."""

_BASIS = "approximation: normal, moments exact for a uniform cipher of this plaintext"


def contrast(plain: Picture) -> float:
    """E(p - 127.5)² over the values of a picture: on it UACI_pc, MSE and PSNR of a uniform cipher depend.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture.
    """
    require_picture(plain)
    return float(_distances() @ histogram(plain)) / plain.size


def expected_uaci_pc(plain: Picture) -> float:
    """Mean UACI_pc of uniform ciphers of a picture, in per cent.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture.
    """
    require_picture(plain)
    return 100 * float(_mean_by_level() @ histogram(plain)) / (LEVEL_MAX * plain.size)


def npcr_pc(plain: Picture, cipher: Picture) -> Measurement:
    """The part of the values that encryption changed, in per cent.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no two pictures of one shape.
    """
    value, ideal = changed_values(plain, cipher), ideal_npcr(plain.size)
    return _normal("NPCR_pc (%)", value, ideal.mean, ideal.sd)


def uaci_pc(plain: Picture, cipher: Picture) -> Measurement:
    """Mean |plaintext - ciphertext| in per cent of 255.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no two pictures of one shape.
    """
    value = mean_change(plain, cipher)
    # E|p - C|² = (p - 127.5)² + the variance of C.
    variances = _distances() + UNIFORM_VARIANCE - _mean_by_level() ** 2
    sd = math.sqrt(float(variances @ histogram(plain))) / plain.size
    return _normal("UACI_pc (%)", value, expected_uaci_pc(plain), 100 * sd / LEVEL_MAX)


def _normal(name: str, value: float, mean: float, sd: float) -> Measurement:
    reach = normal_quantile(LEVEL) * sd
    tail = math.erfc(abs(value - mean) / sd / math.sqrt(2))
    return Measurement(name, value, mean, Interval(mean - reach, mean + reach), tail, _BASIS)


def _distances() -> npt.NDArray[np.float64]:
    """(p - 127.5)² of every level, float64 [256]."""
    distances: npt.NDArray[np.float64] = (np.arange(LEVELS) - MIDDLE) ** 2
    return distances


def _mean_by_level() -> npt.NDArray[np.float64]:
    """Mean |p - C| of every level p over uniform C, float64 [256]."""
    means: npt.NDArray[np.float64] = (_distances() + (LEVELS**2 - 1) / 4) / LEVELS
    return means
