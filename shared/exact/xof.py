"""Seeded integers that are the same everywhere: SHAKE-256 of a label and the inputs (biometrics §1).

NumPy's generators promise their streams for one build only; FIPS 202 promises this one for ever.
"""

from __future__ import annotations

import hashlib

_FIRST_BYTES = 512


class ShakeStream:
    """The output of SHAKE-256 on one input, read piece by piece.

    Args:
        label_and_inputs: an ``lv`` encoding that begins with a label, so that no two uses share a stream.
    """

    def __init__(self, label_and_inputs: bytes) -> None:
        self._state = hashlib.shake_256(label_and_inputs)
        self._buffer = self._state.digest(_FIRST_BYTES)
        self._position = 0

    def bytes(self, count: int) -> bytes:
        """The next ``count`` bytes.

        Raises:
            ValueError: ``count`` is negative.
        """
        if count < 0:
            raise ValueError("a stream is read forwards")
        end = self._position + count
        if end > len(self._buffer):
            # hashlib cannot continue a SHAKE output, only make a longer one: doubling keeps that linear.
            self._buffer = self._state.digest(max(end, 2 * len(self._buffer)))
        piece = self._buffer[self._position : end]
        self._position = end
        return piece

    def below(self, bound: int) -> int:
        """A uniform integer in 0..bound−1, by rejection, so without modulo bias.

        Takes the fewest whole bytes that can hold ``bound − 1``, big-endian, keeps that many low bits, and
        draws anew while the number is not below ``bound``.

        Raises:
            ValueError: ``bound`` is not positive.
        """
        if bound < 1:
            raise ValueError("the bound must be positive")
        bits = (bound - 1).bit_length()
        mask = (1 << bits) - 1
        while True:
            number = int.from_bytes(self.bytes((bits + 7) // 8), "big") & mask
            if number < bound:
                return number

    def between(self, low: int, high: int) -> int:
        """A uniform integer in low..high, both included.

        Raises:
            ValueError: ``high`` is below ``low``.
        """
        return low + self.below(high - low + 1)
