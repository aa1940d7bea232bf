"""Parameters of a keyed chaotic stream, drawn from the biometric key by integers alone (protocol §4.1).

An interval of parameters is a range of integers times a power of two, fine enough to hold every double of it.
A 64-bit word of the key picks one of the integers, and the product is exact: both ends have the same double,
whatever their machines think of division.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, ldexp

from shared.crypto.key_schedule import expand, extract
from shared.crypto.labels import Label
from shared.crypto.secret import Secret
from shared.encoding import lv

KEY_BYTES = 1024
"""Length of a biometric key B."""

_WORD_BYTES = 8
_WORD_BITS = 64


@dataclass(frozen=True)
class Interval:
    """The doubles from ``least`` to ``most`` that are multiples of 2^-``bits``, both ends among them.

    Attributes:
        least: exact lower bound.
        most: exact upper bound; ``most`` · 2^``bits`` is at most 2^53.
        bits: 2^-``bits`` is the spacing of the doubles in the interval.
    """

    least: Fraction
    most: Fraction
    bits: int

    def pick(self, word: int) -> float:
        """The double that a word stands for.

        Args:
            word: 0 to 2^64 - 1; equally likely words give equally likely doubles, but for 2^-11 at the most.
        """
        first, last = ceil(self.least * (1 << self.bits)), floor(self.most * (1 << self.bits))
        return ldexp(first + (word * (last - first + 1) >> _WORD_BITS), -self.bits)


def draw(key: Secret, label: Label, intervals: tuple[Interval, ...]) -> tuple[float, ...]:
    """Draw a parameter from every interval: words of Expand(Extract(∅, B), lv(label)), big-endian, in turn.

    Args:
        key: the message's biometric key B, 1,024 bytes.
        label: of the cipher, so that no two ciphers share their words.
        intervals: where the parameters lie.

    Raises:
        ValueError: the key is not 1,024 bytes long.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a biometric key has {KEY_BYTES} bytes")
    length = _WORD_BYTES * len(intervals)
    with extract(b"", key) as pseudorandom, expand(pseudorandom, lv(label), length) as words:
        view = words.export_view()
        places = range(0, length, _WORD_BYTES)
        drawn = (int.from_bytes(view[place : place + _WORD_BYTES], "big") for place in places)
        return tuple(interval.pick(word) for interval, word in zip(intervals, drawn, strict=True))
