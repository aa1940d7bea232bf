"""What every battery draws its bits from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure

Bits = npt.NDArray[np.uint8]
"""Zeros and ones, one a byte, uint8 [n]."""


class BitSource(Protocol):
    """A stream of bits that is read forwards; two calls give two successive pieces."""

    @property
    def name(self) -> str:
        """What the source is, for a report."""

    def bits(self, count: int) -> Bits:
        """The next ``count`` bits, uint8 [count] of 0 and 1.

        Raises:
            Failure: ``INVALID_INPUT`` when fewer are left; none is taken then.
        """

    def bytes(self, count: int) -> bytes:
        """The next ``8 * count`` bits, eight a byte, the first of them the most significant.

        Raises:
            Failure: as :meth:`bits`.
        """


class StreamedBits(ABC):
    """A source that makes its bits block by block and keeps what was not yet taken.

    Args:
        name: what the source is, for a report.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._blocks: list[Bits] = []
        self._held = 0
        self._taken = 0

    @property
    def name(self) -> str:
        """What the source is, for a report."""
        return self._name

    def bits(self, count: int) -> Bits:
        """The next ``count`` bits; see :class:`BitSource`."""
        if count < 0:
            raise ValueError("a stream is read forwards")
        while self._held < count:
            block = self._block(count - self._held)
            if not block.size:
                raise _too_few(self._name, self._taken, self._held, count)
            self._blocks.append(block)
            self._held += block.size
        joined = self._blocks[0] if len(self._blocks) == 1 else np.concatenate([_NOTHING, *self._blocks])
        self._blocks = [joined[count:]]
        self._held -= count
        self._taken += count
        return joined[:count]

    def bytes(self, count: int) -> bytes:
        """The next ``8 * count`` bits as bytes; see :class:`BitSource`."""
        return np.packbits(self.bits(8 * count)).tobytes()

    @abstractmethod
    def _block(self, wanted: int) -> Bits:
        """Further bits, of any number but none only at the end; ``wanted`` are asked for."""


_NOTHING = np.empty(0, np.uint8)


def _too_few(name: str, taken: int, held: int, count: int) -> Failure:
    left = f"{held:,} of its {taken + held:,} bits are left" if taken else f"it has {held:,} bits"
    sentence = f"{name} is too short: {left}, and {count:,} are needed; ask for fewer bits or sequences."
    return Failure(Code.INVALID_INPUT, sentence, field="bits")


def from_bytes(data: bytes) -> Bits:
    """Bytes as bits, the most significant first, uint8 [8 * len(data)]."""
    return np.unpackbits(np.frombuffer(data, np.uint8))
