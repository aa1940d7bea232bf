"""From the map's values to bytes. The paper says "the modulo operation" and prints neither scale nor modulus.

Its key lengths are multiples of 32 bits, four values of 8 each, so the modulus is 256. The scale is open.
"""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from lab.papers.paper_000.hyperchaos import Float64
from shared.errors import Code, Failure

_MODULUS = 256
_INTEGERS_END = 2.0**63


class ByteMap(enum.StrEnum):
    """How a value becomes a byte."""

    LITERAL = "literal"
    """trunc(v) mod 256."""
    SCALE_1E3 = "scale-1e3"
    """floor(10^3 |v|) mod 256."""
    SCALE_1E5 = "scale-1e5"
    """floor(10^5 |v|) mod 256."""
    FRACTION = "fraction"
    """floor(256 (v mod 1))."""


_SCALES = {ByteMap.LITERAL: 1.0, ByteMap.SCALE_1E3: 1e3, ByteMap.SCALE_1E5: 1e5}


def to_bytes(values: Float64, byte_map: ByteMap) -> npt.NDArray[np.uint8]:
    """The byte of every value.

    Args:
        values: float64, any shape.
        byte_map: which.

    Returns:
        uint8 of the same shape.

    Raises:
        Failure: ``INVALID_INPUT`` when a value, scaled, is no number below 2^63.
    """
    if byte_map is ByteMap.FRACTION:
        _require_integers(values)
        fractions = values - np.floor(values)
        # The fraction of a tiny negative number is 1 after rounding; its byte is that of the next below.
        return np.minimum(np.floor(_MODULUS * fractions), _MODULUS - 1).astype(np.uint8)
    literal = byte_map is ByteMap.LITERAL
    scaled = values if literal else _SCALES[byte_map] * np.abs(values)
    _require_integers(scaled)
    whole = np.trunc(scaled).astype(np.int64)
    return (whole & (_MODULUS - 1)).astype(np.uint8)


def _require_integers(values: Float64) -> None:
    if not bool((np.abs(values) < _INTEGERS_END).all()):
        sentence = "The map's values grow beyond 2^63; take smaller gains or features."
        raise Failure(Code.INVALID_INPUT, sentence, field="gains")
