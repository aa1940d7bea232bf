"""From a network's features to the key of paper 000, algorithm 1, step 4."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lab.papers.paper_000.byte_maps import ByteMap, to_bytes
from lab.papers.paper_000.hyperchaos import CHUNK, Float64, Gains, Order, Profile, update
from shared.errors import Code, Failure


class Rounding(enum.StrEnum):
    """What is done to features first. It makes threads agree on features of double precision only."""

    NONE = "none"
    """Nothing, as in the paper: the last bits of a convolution are in the key."""
    DECIMAL = "1e-4"
    """To multiples of 10^-4. Times 10^5, and whole gains, that leaves multiples of ten."""
    BINARY = "2^-13"
    """To multiples of 2^-13, 1.2 x 10^-4, which are doubles and have nothing in common with 10^5."""


_PER_UNIT = {Rounding.DECIMAL: 1e4, Rounding.BINARY: 2.0**13}


@dataclass(frozen=True)
class Recipe:
    """Everything that the paper leaves open between features and key.

    Attributes:
        gains: of the map.
        order: of its equations.
        byte_map: how its values become bytes.
        rounding: of the features.
    """

    gains: Gains = field(default_factory=lambda: Profile.P1.gains)
    order: Order = Order.SEQUENTIAL
    byte_map: ByteMap = ByteMap.SCALE_1E5
    rounding: Rounding = Rounding.NONE


def chunks_of(features: npt.NDArray[np.floating], rounding: Rounding = Rounding.NONE) -> Float64:
    """What the map is given: features without the zeros, in fours; what is left at the end is dropped.

    Args:
        features: of any shape; read in C order, as torch flattens them.
        rounding: done first, halves to even; what rounds to zero is dropped, too.

    Returns:
        float64 [n, 4].

    Raises:
        Failure: ``INVALID_INPUT`` for features of another type, ones that are no numbers, or fewer than four
            that are not zero.
    """
    if not np.issubdtype(features.dtype, np.floating):
        raise _refusal("Features are floating-point numbers; give those of the network.")
    flat = features.astype(np.float64).ravel()
    if not np.isfinite(flat).all():
        raise _refusal("A feature is no number; the weights or the picture are damaged.")
    if rounding is not Rounding.NONE:
        flat = np.rint(flat * _PER_UNIT[rounding]) / _PER_UNIT[rounding]
    left = flat[flat != 0]
    count = left.size // CHUNK
    if not count:
        raise _refusal(f"A key needs {CHUNK} features that are not zero, and there are {left.size}.")
    chunks: Float64 = left[: count * CHUNK].reshape(count, CHUNK)
    return chunks


def key_of(features: npt.NDArray[np.floating], recipe: Recipe) -> bytes:
    """The key of a picture's features: a byte for X, Y, Z and W of each chunk, most significant bit first.

    Args:
        features: as :func:`chunks_of` takes them.
        recipe: what the paper leaves open.

    Raises:
        Failure: as :func:`chunks_of` and :func:`to_bytes`.
    """
    updated = update(chunks_of(features, recipe.rounding), recipe.gains, recipe.order)
    return to_bytes(updated, recipe.byte_map).tobytes()


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="features")
