"""IEEE doubles by exact fractions: every operation is made without error and rounded once, to nearest."""

from __future__ import annotations

from fractions import Fraction


class ExactDouble:
    """A double whose sums, differences and products owe nothing to a processor."""

    def __init__(self, value: float) -> None:
        self.value = value

    def __add__(self, other: ExactDouble | float) -> ExactDouble:
        return ExactDouble(float(Fraction(self.value) + Fraction(_value(other))))

    def __sub__(self, other: ExactDouble | float) -> ExactDouble:
        return ExactDouble(float(Fraction(self.value) - Fraction(_value(other))))

    def __rsub__(self, other: float) -> ExactDouble:
        return ExactDouble(float(Fraction(other) - Fraction(self.value)))

    def __mul__(self, other: ExactDouble | float) -> ExactDouble:
        return ExactDouble(float(Fraction(self.value) * Fraction(_value(other))))

    __rmul__ = __mul__


def _value(number: ExactDouble | float) -> float:
    return number.value if isinstance(number, ExactDouble) else number
