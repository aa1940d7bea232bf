"""What paper 002 leaves open and may mean otherwise than :mod:`lab.ciphers.paper_002.methods` reads it.

A reading changes a method, and its name: ``logistic-resnet18+orbits+times-255``. They are for study; some
are worse than the default by far.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lab.ciphers.paper_002.chaotic_map import ChaoticMap, Parameters
from shared.chaos import logistic
from shared.chaos.compiled import Float64, UInt8
from shared.errors import Code, Failure

WIDE_LEAST_R = 3.57
ORBIT_STARTS = (0.1, 0.2, 0.3)


@enum.unique
class Reading(enum.StrEnum):
    """Each is the other way to read one place of the paper."""

    BITMAP = "bitmap"
    """Step 4: the network sees the date as text, not as a picture of its hashes."""
    ORBITS = "orbits"
    """Step 7: the logistic map runs three orbits, from 0.1, 0.2 and 0.3, not one after the other."""
    TIMES_255 = "times-255"
    """Step 8: a byte is floor(255 |v|) mod 256, the leading digits of a value and not its last."""
    WIDE_R = "wide-r"
    """Step 6: r is from 3.57 to 4, with the periodic windows."""
    ROWS_BY_X = "rows-by-x"
    """Step 9: xindex moves rows and yindex columns, against the lengths in section 5.8."""


SUMMARIES = {
    Reading.BITMAP: "the network sees the date as text",
    Reading.ORBITS: "three logistic orbits, from 0.1, 0.2 and 0.3",
    Reading.TIMES_255: "a byte is floor(255 |v|) mod 256",
    Reading.WIDE_R: "r from 3.57, periodic windows and all",
    Reading.ROWS_BY_X: "xindex moves rows, yindex columns",
}
_LOGISTIC_ONLY = (Reading.ORBITS, Reading.WIDE_R)


def read_otherwise(chaos: ChaoticMap, readings: Sequence[Reading]) -> ChaoticMap:
    """A map with what is read otherwise.

    Raises:
        Failure: ``INVALID_INPUT`` for a reading of the logistic map where there is none.
    """
    for reading in _LOGISTIC_ONLY:
        if reading in readings and chaos.coordinates > 1:
            raise no_difference(reading, chaos.name, "it has no logistic map")
    if Reading.ORBITS in readings:
        chaos = replace(chaos, starts=ORBIT_STARTS)
    if Reading.TIMES_255 in readings:
        chaos = replace(chaos, quantise=_leading_digits)
    if Reading.WIDE_R in readings:
        chaos = replace(chaos, intervals=((WIDE_LEAST_R, logistic.MOST_R),), start=_wide_start)
    return replace(chaos, rows_first=True) if Reading.ROWS_BY_X in readings else chaos


def no_difference(reading: Reading, name: str, why: str) -> Failure:
    """What is said of a reading that a method does not have."""
    sentence = f"The reading {reading} makes no difference to {name}: {why}; leave it out."
    return Failure(Code.INVALID_INPUT, sentence, field="method")


def _leading_digits(values: Float64) -> UInt8:
    return (np.floor(255.0 * np.abs(values)).astype(np.int64) & 255).astype(np.uint8)


def _wide_start(parameters: Parameters) -> Float64:
    state = logistic.start(logistic.Parameters(logistic.MOST_R))
    state[1] = parameters[0]
    return state
