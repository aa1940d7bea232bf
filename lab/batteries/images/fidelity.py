"""MSE and PSNR between two pictures: of a plaintext and its ciphertext, or of what an attack left."""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.images.pictures import LEVEL_MAX, Picture, as_signed, require_alike
from lab.batteries.images.plain_cipher_pair import UNIFORM_VARIANCE, contrast
from lab.batteries.measurement import Measurement


def mean_square_error(left: Picture, right: Picture) -> float:
    """Mean (difference)² over all values.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no two pictures of one shape.
    """
    require_alike(left, right)
    return int(((as_signed(left) - as_signed(right)) ** 2).sum()) / left.size


def peak_signal_to_noise(left: Picture, right: Picture) -> float:
    """10 log10(255² / MSE) in dB; infinite for equal pictures.

    Raises:
        Failure: as :func:`mean_square_error`.
    """
    return _decibels(mean_square_error(left, right))


def mse(plain: Picture, cipher: Picture) -> Measurement:
    """MSE; expected is that of a uniform cipher of this plaintext, E(p - 127.5)² + 5,461.25.

    Raises:
        Failure: as :func:`mean_square_error`.
    """
    return Measurement("MSE", mean_square_error(plain, cipher), contrast(plain) + UNIFORM_VARIANCE)


def psnr(plain: Picture, cipher: Picture) -> Measurement:
    """PSNR in dB; expected as for :func:`mse`, between 4.76 and 10.76.

    Raises:
        Failure: as :func:`mean_square_error`.
    """
    expected = _decibels(contrast(plain) + UNIFORM_VARIANCE)
    return Measurement("PSNR (dB)", peak_signal_to_noise(plain, cipher), expected)


def _decibels(error: float) -> float:
    return 10 * math.log10(LEVEL_MAX**2 / error) if error else math.inf


def equal_part(left: Picture, right: Picture) -> float:
    """The part of the values that are the same, 0..1.

    Raises:
        Failure: as :func:`mean_square_error`.
    """
    require_alike(left, right)
    return float(np.mean(left == right))
