"""One measured value beside what an ideal source would give, and beside what a paper asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

LEVEL = 0.01
"""How often an ideal source falls outside the limits of one measurement."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from ``low`` to ``high``, both included; an end may be infinite."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return bool(self.low <= value <= self.high)

    def text(self) -> str:
        """For people: ``7.76..7.85``, ``±0.08``, ``at most 293.25``."""
        if self.low == -self.high and math.isfinite(self.high) and self.high:
            return f"±{_short(self.high)}"
        if math.isinf(self.low):
            return f"at most {_short(self.high)}"
        if math.isinf(self.high):
            return f"at least {_short(self.low)}"
        return f"{_short(self.low)}..{_short(self.high)}"

    def record(self) -> dict[str, float | None]:
        """As JSON holds it: an infinite end is null."""
        return {name: _finite(end) for name, end in (("low", self.low), ("high", self.high))}


@dataclass(frozen=True, slots=True)
class PaperLimit:
    """What a paper asks of a value.

    Attributes:
        text: as it says it, in our words.
        interval: the values that satisfy it; None where it gives an ideal and no limit.
    """

    text: str
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value.

    Attributes:
        name: of the test or metric, such as ``entropy``.
        value: what was measured; infinite where the metric says so.
        expected: the mean for uniform, independent bytes of the same number; None where there is none.
        limits: between which 99 % of such bytes lie; one-sided where one side cannot be missed.
        p_value: probability of a value at least as far out, two-sided; None where there is none.
        basis: what limits and p-value rest on: exact, or which approximation.
        paper: what the paper asks.
        statistics: named intermediate values, for whoever checks the computation.
    """

    name: str
    value: float
    expected: float | None = None
    limits: Interval | None = None
    p_value: float | None = None
    basis: str = ""
    paper: PaperLimit | None = None
    statistics: dict[str, float] = field(default_factory=dict)

    @property
    def within(self) -> bool | None:
        """Whether the value lies inside the limits; None where there are none."""
        return self.limits.holds(self.value) if self.limits else None

    @property
    def paper_met(self) -> bool | None:
        """Whether the value satisfies the paper; None where it gives no limit."""
        return self.paper.interval.holds(self.value) if self.paper and self.paper.interval else None

    def record(self) -> dict[str, Any]:
        """Everything, as JSON holds it."""
        return {
            "name": self.name,
            "value": _finite(self.value) if math.isfinite(self.value) else str(self.value),
            "expected": self.expected,
            "limits": self.limits.record() if self.limits else None,
            "within": self.within,
            "p_value": self.p_value,
            "basis": self.basis,
            "paper": self.paper.text if self.paper else None,
            "paper_met": self.paper_met,
            "statistics": dict(self.statistics),
        }

    def row(self) -> dict[str, Any]:
        """A line for people, its numbers shortened."""
        return {
            "name": self.name,
            "value": _short(self.value),
            "expected": None if self.expected is None else _short(self.expected),
            "limits": self.limits.text() if self.limits else None,
            "within": self.within,
            "p_value": None if self.p_value is None else f"{self.p_value:.3g}",
            "paper": self._paper_text(),
        }

    def _paper_text(self) -> str | None:
        if self.paper is None or self.paper_met is None:
            return self.paper.text if self.paper else None
        return f"{'met' if self.paper_met else 'missed'}: {self.paper.text}"


COLUMNS = ("name", "value", "expected", "limits", "within", "p_value")
"""Of a table of measurements."""

PAPER_COLUMNS = (*COLUMNS, "paper")
"""Of one beside a paper's limits."""


def two_sided(lower: float, upper: float) -> float:
    """The two-sided p-value of a value that lies in the tails ``lower`` and ``upper``, itself in both."""
    return min(1.0, 2 * min(lower, upper))


def tally(measurements: list[Measurement]) -> str:
    """How many limits were missed, and how many an ideal source misses: a sentence without the stop."""
    judged = [one.within for one in measurements if one.within is not None]
    missed, expected = judged.count(False), LEVEL * len(judged)
    found = f"{missed} of {len(judged)} limits are missed"
    return f"{found}; uniform bytes miss at most {expected:.2g} on average"


def _short(value: float) -> str:
    if 0 < abs(value) < 1e-6:
        return f"{value:.2g}"
    return f"{value:.5g}" if abs(value) < 1e5 or math.isinf(value) else f"{value:.7g}"


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
