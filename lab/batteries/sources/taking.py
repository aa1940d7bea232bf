"""Taking as much of a source as there is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lab.batteries.sources.source import Bits, BitSource
from shared.errors import Code, Failure

_PIECE_BYTES = 1 << 20

Tell = Callable[[int, int], object]
"""Takes what is done, and what there is in all."""


def take_bytes(source: BitSource, most: int, tell: Tell = lambda _done, _total: None) -> bytes:
    """The next bytes of a source: as many as are wanted, or all that are left.

    Bits at the end that do not fill a byte are left in the source.

    Args:
        source: to read from.
        most: how many bytes are wanted.
        tell: called as they come.

    Raises:
        Failure: whatever the source refuses for, but that it is too short.
    """
    taken = bytearray()
    piece = _PIECE_BYTES
    while len(taken) < most and piece:
        wanted = min(piece, most - len(taken))
        try:
            taken += source.bytes(wanted)
        except Failure as failure:
            if failure.code is not Code.INVALID_INPUT or failure.field != "bits":
                raise
            # A source that has too few gives none of them: ask for less until what is left is taken.
            piece = wanted // 2
        tell(len(taken), most)
    return bytes(taken)


def take_bits(source: BitSource, most: int, tell: Tell = lambda _done, _total: None) -> Bits:
    """The next bits of a source: as many as are wanted, or all that are left, up to seven at the end.

    Args:
        source: to read from.
        most: how many bits are wanted.
        tell: called with bytes, as they come.

    Returns:
        uint8 [n] of 0 and 1.

    Raises:
        Failure: as :func:`take_bytes`.
    """
    return np.unpackbits(np.frombuffer(take_bytes(source, -(-most // 8), tell), np.uint8))[:most]
