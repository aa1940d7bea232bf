"""Paper 000's bytes without a network: its map of surrogate features, for gains and byte maps to be compared.

A ReLU's output is zero for nine of ten values, has a long tail, and its neighbours resemble each other. The
surrogate is exp(2 max(0, g - 1.3)) - 1 of normal g that have a correlation of .8 within the 169 places of one
channel, in single precision as a network's are. 9.7 % of the values are not zero, and those are about 1.
"""

from __future__ import annotations

import enum
import math

import numpy as np
import numpy.typing as npt

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from lab.papers.paper_000.byte_maps import ByteMap
from lab.papers.paper_000.hyperchaos import Order, Profile
from lab.papers.paper_000.key import Recipe, Rounding, key_of
from shared.errors import Code, Failure

CORRELATION = 0.8
"""Between two places of one channel, before the ReLU."""

THRESHOLD = 1.3
SPREAD = 2.0

_CHANNELS, _PLACES = 512, 13 * 13
_KINDS: tuple[type[enum.StrEnum], ...] = (Profile, ByteMap, Order, Rounding)


def surrogate_features(random: np.random.Generator) -> npt.NDArray[np.float32]:
    """Those of one picture, float32 [86528], zeros among them."""
    shared = random.standard_normal((_CHANNELS, 1))
    own = random.standard_normal((_CHANNELS, _PLACES))
    mixed = math.sqrt(CORRELATION) * shared + math.sqrt(1 - CORRELATION) * own
    return np.expm1(SPREAD * np.maximum(mixed - THRESHOLD, 0)).astype(np.float32).ravel()


def parse_choice(spelled: str) -> Recipe:
    """The recipe of a text such as ``p2/literal/simultaneous``; what is not named is the default.

    Raises:
        Failure: ``INVALID_INPUT`` for a word that is none, or two that exclude each other.
    """
    chosen: dict[type[enum.StrEnum], enum.StrEnum] = {}
    for word in spelled.split("/"):
        kind = next((kind for kind in _KINDS if word in list(kind)), None)
        if kind is None or kind in chosen:
            words = "; ".join(" or ".join(kind) for kind in _KINDS)
            sentence = f"hyperchaos takes one of each with / between them: {words}."
            raise Failure(Code.INVALID_INPUT, sentence, field="generator")
        chosen[kind] = kind(word)
    return Recipe(
        Profile(chosen.get(Profile, Profile.P1)).gains,
        Order(chosen.get(Order, Order.SEQUENTIAL)),
        ByteMap(chosen.get(ByteMap, ByteMap.SCALE_1E5)),
        Rounding(chosen.get(Rounding, Rounding.NONE)),
    )


class HyperchaosBits(StreamedBits):
    """Keys of surrogate pictures, one after the other, without end.

    Args:
        recipe: of the keys.
        seed: of PCG64.
    """

    def __init__(self, recipe: Recipe, seed: int) -> None:
        super().__init__("hyperchaos")
        self._recipe = recipe
        self._random = np.random.Generator(np.random.PCG64(seed))

    def _block(self, wanted: int) -> Bits:
        del wanted
        return from_bytes(key_of(surrogate_features(self._random), self._recipe))
