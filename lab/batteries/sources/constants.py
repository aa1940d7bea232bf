"""Binary digits of pi, e and square roots, exact, from integers alone.

The digits of c are those of floor(c * 2^k), the bits of its integer part first, as in the data files of the
SP 800-22 suite: pi begins 11 001001 0000111111.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from shared.errors import Code, Failure

LONGEST = 1 << 23
"""Most digits of a constant; Python's integers would take minutes for more."""

_GUARD = 64
"""Digits computed beyond those wanted, to take up what is rounded off."""

_SHORTEST = 1 << 16
_CHUDNOVSKY_BITS = 47
"""Each term of the series gives a little more than 47 binary digits."""

_Split = tuple[int, int, int]


def pi_digits(count: int) -> int:
    """floor(pi * 2^(count - 2)), by the series of Chudnovsky and Chudnovsky (1988)."""
    places = count - 2 + _GUARD
    _, q, t = _chudnovsky(0, places // _CHUDNOVSKY_BITS + 2)
    root = math.isqrt(10005 << (2 * places))
    return _settled((426880 * root * _quotient(q, t, places)) >> places)


def e_digits(count: int) -> int:
    """floor(e * 2^(count - 2)), by the series of the inverse factorials."""
    places = count - 2 + _GUARD
    terms = bisect.bisect(range(places + 4), places * math.log(2), key=lambda k: math.lgamma(k + 1)) + 1
    p, q = _factorials(0, terms)
    return _settled(_quotient(p + q, q, places))


def sqrt2_digits(count: int) -> int:
    """floor(sqrt(2) * 2^(count - 1))."""
    return math.isqrt(2 << (2 * (count - 1)))


def sqrt3_digits(count: int) -> int:
    """floor(sqrt(3) * 2^(count - 1))."""
    return math.isqrt(3 << (2 * (count - 1)))


def leading_bits(digits: Callable[[int], int], count: int) -> Bits:
    """The first ``count`` binary digits of a constant, uint8 [count]; ``digits`` as :func:`pi_digits`."""
    whole = -(-count // 8) * 8
    return from_bytes((digits(whole)).to_bytes(whole // 8, "big"))[:count]


class ConstantSource(StreamedBits):
    """The binary digits of a constant.

    Args:
        name: of the constant.
        digits: floor of the constant times a power of two, as an integer of so many bits.
    """

    def __init__(self, name: str, digits: Callable[[int], int]) -> None:
        super().__init__(name)
        self._digits = digits
        self._made = 0

    def _block(self, wanted: int) -> Bits:
        if self._made + wanted > LONGEST:
            needed = f"{self._made + wanted:,}"
            sentence = f"{self.name} gives at most {LONGEST:,} bits here, and {needed} are needed."
            raise Failure(Code.INVALID_INPUT, sentence, field="bits")
        # At least twice as many as before: what was computed for the first digits serves no further ones.
        total = min(max(self._made + wanted, 2 * self._made, _SHORTEST), LONGEST)
        block = leading_bits(self._digits, total)[self._made :]
        self._made = total
        return block


def _chudnovsky(low: int, high: int) -> _Split:
    """P, Q and T of the terms ``low`` up to ``high`` by binary splitting (Haible and Papanikolaou, 1998)."""
    if high - low == 1:
        p, q = 1, 1
        if low:
            p = (6 * low - 5) * (2 * low - 1) * (6 * low - 1)
            q = low**3 * 10939058860032000
        t = p * (13591409 + 545140134 * low)
        return p, q, -t if low & 1 else t
    middle = (low + high) // 2
    p1, q1, t1 = _chudnovsky(low, middle)
    p2, q2, t2 = _chudnovsky(middle, high)
    return p1 * p2, q1 * q2, t1 * q2 + p1 * t2


def _factorials(low: int, high: int) -> tuple[int, int]:
    """p and q with p / q = sum over low < k <= high of low! / k!, by binary splitting."""
    if high - low == 1:
        return 1, high
    middle = (low + high) // 2
    p1, q1 = _factorials(low, middle)
    p2, q2 = _factorials(middle, high)
    return p1 * q2 + p2, q1 * q2


def _quotient(numerator: int, denominator: int, places: int) -> int:
    """numerator / denominator * 2^places, to within a few units, for a quotient below 2^32.

    By Newton's iteration for the inverse: Python divides long integers in quadratic time, but multiplies
    them in less.
    """
    precision = places + _GUARD
    extra = max(0, denominator.bit_length() - precision)
    numerator, denominator = numerator >> extra, denominator >> extra
    size = denominator.bit_length()
    inverse = _inverse(denominator, size, precision)
    # inverse is 2^(size + precision) / denominator
    return (numerator * inverse) >> (size + precision - places)


def _inverse(denominator: int, size: int, precision: int) -> int:
    """2^(size + precision) / denominator to within a few units; ``size`` is the denominator's bit length."""
    if precision <= 512:
        return (1 << (size + precision)) // denominator
    half = precision // 2 + 8
    guess = _inverse(denominator, size, half) << (precision - half)
    cut = max(0, size - precision - 8)
    error = (1 << (size - cut + precision)) - (denominator >> cut) * guess
    return guess + ((guess * (error >> (size - cut))) >> precision)


def _settled(number: int) -> int:
    """The number without its guard digits.

    Raises:
        ArithmeticError: they are so near to all zeros or all ones that what was rounded off could matter.
    """
    guard = number & ((1 << _GUARD) - 1)
    if not 1 << 32 < guard < (1 << _GUARD) - (1 << 32):
        raise ArithmeticError("the guard digits do not decide the last digit; ask for one more")
    return number >> _GUARD


DIGITS: dict[str, Callable[[int], int]] = {
    "pi": pi_digits,
    "e": e_digits,
    "sqrt2": sqrt2_digits,
    "sqrt3": sqrt3_digits,
}
"""The constants by name."""
