"""Chen's system as a source: the stream of :mod:`shared.chaos.chen`, x at a finer step, and other signs.

All are public: they start from (1, 1, 1) and have no seed. The finer step shows what sampling too often
does: successive values of x are near to each other, and so are their bytes.
"""

from __future__ import annotations

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from lab.papers.paper_003.chen_signs import Signs, orbit
from shared.chaos import chen

FINE_STEP = 0.001
"""At which the bytes of x have a lag-one correlation of about one half."""

_BLOCK_STEPS = 1 << 15


class ChenBits(StreamedBits):
    """Bytes floor(255 v) mod 256 of states of Chen's system after the first 1,000.

    Args:
        name: for a report.
        step: of the integration.
        x_only: take x of each state; else x, y and z in turn.
    """

    def __init__(self, name: str, step: float, x_only: bool) -> None:
        super().__init__(name)
        self._orbit, self._quantise = chen.KEYSTREAM.compiled or (chen.orbit, chen.bytes_of)
        self._every = chen.COORDINATES if x_only else 1
        self._state = chen.start(step)
        self._begun = False

    def _block(self, wanted: int) -> Bits:
        del wanted
        values = self._orbit(self._state, 0 if self._begun else chen.DISCARDED, _BLOCK_STEPS)
        self._begun = True
        return from_bytes(self._quantise(values)[:: self._every].tobytes())


class ChenSignsBits(StreamedBits):
    """The bytes of x, y and z in turn under a reading of the signs of paper 003.

    Args:
        signs: the reading.

    Raises:
        Failure: ``INVALID_INPUT`` for the signs under which the system grows without end.
    """

    def __init__(self, signs: Signs) -> None:
        super().__init__("chen-signs")
        self._signs = signs
        self._next = orbit(signs, chen.DISCARDED + 1)[-1]

    def _block(self, wanted: int) -> Bits:
        steps = -(-wanted // (8 * chen.COORDINATES)) + 1
        states = orbit(self._signs, steps, start=self._next)
        self._next = states[-1]
        return from_bytes(chen.bytes_of(states[:-1].ravel()).tobytes())


def chen_stream() -> ChenBits:
    """The stream of :func:`shared.chaos.chen.stream`, without end."""
    return ChenBits("chen", chen.STEP, x_only=False)


def chen_x() -> ChenBits:
    """x alone, every 0.001."""
    return ChenBits("chen-x", FINE_STEP, x_only=True)
