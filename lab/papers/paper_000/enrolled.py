"""The study ``enrolled-hyperchaos``: paper 000's map of an enrolled print's features, in whole numbers alone.

Two ends agree on a key only where every step is exact, and SqueezeNet's features are not. Those of the exact
network are: tanh in Q15. The map of whole numbers needs no rounding either, but the byte maps of the paper's
kind do not carry over, since 10^5 is a multiple of 32. This module measures which do. It is a study: nothing
outside the laboratory makes keys so.

In sequence, X is 36 (y - x) + w, and the other three values follow from X and the old z: four features enter,
and two numbers come out of them. Exact features have few values, 1,170 of the shipped network, so these two
hold fewer than 32 bits, and chunks of a key repeat more often than four even bytes would. At once, four
numbers come out, and chunks repeat no more than even ones, but Y is x (28 - z), has few values, and its bytes
are uneven. In either order a chunk is a function of its own four features, and no byte map changes that.

Features are read as whole numbers n, or as the fractions n / 2^15 that they stand for. With q fraction bits
(0 or 15) of the features, X has q, Y has 2q, Z and W have 3q in sequence and 2q and q at once, and no bit is
ever dropped.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.papers.paper_000.hyperchaos import Order
from shared.errors import Code, Failure

FRACTION_BITS = 15
PRIME = 65_521
"""The largest below 2^16: to it no power of two or ten is anything special."""

A, B, C, D = 36, 28, 3, 20
"""Gains of profile P1, the one of whole numbers."""

_CHUNK = 4
_MODULUS = 256

Whole = npt.NDArray[np.object_]
"""Python's integers: W has up to 67 bits."""


class IntegerMap(enum.StrEnum):
    """How features are read, and how a value v of the map becomes a byte."""

    WHOLE_SCALED = "whole-scaled"
    """Of whole numbers, 10^5 |v| mod 256."""
    WHOLE_LITERAL = "whole-literal"
    """Of whole numbers, v mod 256."""
    WHOLE_PRIME = "whole-prime"
    """Of whole numbers, floor(256 (v mod 65,521) / 65,521)."""
    FRACTION_LITERAL = "fraction-literal"
    """Of fractions, trunc(v) mod 256."""
    FRACTION_SCALED = "fraction-scaled"
    """Of fractions, floor(10^5 |v|) mod 256."""


_FRACTIONS = {IntegerMap.FRACTION_LITERAL, IntegerMap.FRACTION_SCALED}
_SCALES = {IntegerMap.WHOLE_SCALED: 10**5, IntegerMap.FRACTION_SCALED: 10**5}


@dataclass(frozen=True)
class Updated:
    """The four values of each chunk as numerators, and the fraction bits that each has.

    Attributes:
        values: integers [n, 4].
        fraction_bits: of X, Y, Z, W.
    """

    values: Whole
    fraction_bits: tuple[int, int, int, int]


def integer_key(
    features: npt.NDArray[np.int16], integer_map: IntegerMap, order: Order = Order.SEQUENTIAL
) -> npt.NDArray[np.uint8]:
    """The key of one variation of a print, a byte for each feature.

    Zeros are kept, unlike in the paper: a key of the exchange has a fixed length.

    Args:
        features: int16 [outputs], a multiple of four, tanh in Q15, as ``Network.features`` gives them.
        integer_map: which.
        order: which values an equation sees.

    Returns:
        uint8 [outputs].

    Raises:
        Failure: ``INVALID_INPUT`` for features of another shape or type.
    """
    if features.dtype != np.int16 or features.ndim != 1 or not features.size or features.size % _CHUNK:
        sentence = "Exact features are int16 and as many as a multiple of four; give those of one picture."
        raise Failure(Code.INVALID_INPUT, sentence, field="features")
    chunks = features.astype(object).reshape(-1, _CHUNK)
    updated = _update(chunks, FRACTION_BITS if integer_map in _FRACTIONS else 0, order)
    columns = [
        _bytes(updated.values[:, place], bits, integer_map)
        for place, bits in enumerate(updated.fraction_bits)
    ]
    return np.stack(columns, axis=1).astype(np.uint8).ravel()


def _update(chunks: Whole, bits: int, order: Order) -> Updated:
    """Equations 1 to 4 in the order given."""
    x, y, z, w = chunks.T
    if order is Order.SIMULTANEOUS:
        at_once = [
            A * (y - x) + w,
            x * ((B << bits) - z),
            (C << 2 * bits) + x * y - (D * z << bits),
            D * (x + y + z),
        ]
        return Updated(np.stack(at_once, axis=1), (bits, 2 * bits, 2 * bits, bits))
    x = A * (y - x) + w
    y = x * ((B << bits) - z)
    z = (C << 3 * bits) + x * y - (D * z << 2 * bits)
    w = D * ((x << 2 * bits) + (y << bits) + z)
    return Updated(np.stack([x, y, z, w], axis=1), (bits, 2 * bits, 3 * bits, 3 * bits))


def _bytes(values: Whole, bits: int, integer_map: IntegerMap) -> Whole:
    found: Whole
    if integer_map is IntegerMap.WHOLE_PRIME:
        found = values % PRIME * _MODULUS // PRIME
        return found
    magnitudes: Whole = np.array([abs(value) for value in values], object)
    if integer_map in _SCALES:
        found = (_SCALES[integer_map] * magnitudes >> bits) % _MODULUS
    else:
        found = np.where(values < 0, -(magnitudes >> bits), magnitudes >> bits) % _MODULUS
    return found
