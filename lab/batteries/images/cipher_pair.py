"""NPCR and UACI between two ciphertexts, with the critical values of Wu, Noonan and Agaian (2011).

The two are ciphers of plaintexts that differ in one pixel, or of one plaintext under two keys. Of N values
each, uniform and independent, with F = 255:

    NPCR: mean F/(F+1),        variance F / ((F+1)^2 N)
    UACI: mean (F+2)/(3(F+1)), variance (F+2)(F^2+2F+3) / (18 (F+1)^2 F N)

A colour picture has three values a pixel. NPCR is judged on one side, as there: no two ciphers are too
different.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from lab.batteries.images.pictures import LEVEL_MAX, Picture, as_signed, require_alike
from lab.batteries.measurement import LEVEL, Interval, Measurement
from shared.errors import Code, Failure

_F = LEVEL_MAX
_BASIS = "approximation: normal with exact moments (Wu, Noonan, Agaian 2011)"


@dataclass(frozen=True, slots=True)
class Ideal:
    """Mean and standard deviation of a metric between two ideal ciphers, in per cent."""

    mean: float
    sd: float


def ideal_npcr(values: int) -> Ideal:
    """Of NPCR over so many values (pixels, of colour three each)."""
    return Ideal(100 * _F / (_F + 1), 100 * math.sqrt(_F / values) / (_F + 1))


def ideal_uaci(values: int) -> Ideal:
    """Of UACI over so many values."""
    variance = (_F + 2) * (_F**2 + 2 * _F + 3) / (18 * (_F + 1) ** 2 * _F * values)
    return Ideal(100 * (_F + 2) / (3 * (_F + 1)), 100 * math.sqrt(variance))


def npcr_limits(values: int, level: float = LEVEL) -> Interval:
    """The NPCR that ideal ciphers fall below with probability ``level``, and up."""
    ideal = ideal_npcr(_checked(values, level))
    return Interval(low=ideal.mean - float(ndtri(1 - level)) * ideal.sd)


def uaci_limits(values: int, level: float = LEVEL) -> Interval:
    """Between which UACI ideal ciphers lie but with probability ``level``."""
    ideal = ideal_uaci(_checked(values, level))
    reach = float(ndtri(1 - level / 2)) * ideal.sd
    return Interval(ideal.mean - reach, ideal.mean + reach)


def changed_values(left: Picture, right: Picture) -> float:
    """NPCR: the part of the values that differ, in per cent.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no two pictures of one shape.
    """
    require_alike(left, right)
    return 100 * np.count_nonzero(left != right) / left.size


def mean_change(left: Picture, right: Picture) -> float:
    """UACI: mean |difference| in per cent of 255.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no two pictures of one shape.
    """
    require_alike(left, right)
    total = int(np.abs(as_signed(left) - as_signed(right)).sum())
    return 100 * total / (LEVEL_MAX * left.size)


def npcr(left: Picture, right: Picture) -> Measurement:
    """NPCR of two ciphertexts, in per cent.

    Raises:
        Failure: as :func:`changed_values`.
    """
    value, ideal = changed_values(left, right), ideal_npcr(left.size)
    tail = float(ndtr((value - ideal.mean) / ideal.sd))
    limits = npcr_limits(left.size)
    return Measurement("NPCR (%)", value, ideal.mean, limits, tail, _BASIS + ", one-sided")


def uaci(left: Picture, right: Picture) -> Measurement:
    """UACI of two ciphertexts, in per cent.

    Raises:
        Failure: as :func:`mean_change`.
    """
    value, ideal = mean_change(left, right), ideal_uaci(left.size)
    tail = math.erfc(abs(value - ideal.mean) / ideal.sd / math.sqrt(2))
    return Measurement("UACI (%)", value, ideal.mean, uaci_limits(left.size), tail, _BASIS)


def _checked(values: int, level: float) -> int:
    if values < 1 or not 0 < level < 1:
        sentence = "Critical values need at least one pixel and a level between 0 and 1."
        raise Failure(Code.INVALID_INPUT, sentence, field="level")
    return values
