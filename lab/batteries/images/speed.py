"""How long a cipher takes beside another one, in the same process on the same machine.

Seconds of one machine say little about another; ratios say more. Each is the median of several runs, taken in
turn so that a busy moment falls on both.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import Code, Failure

RUNS = 5

Work = Callable[[], object]
"""What is timed, with everything it needs bound in."""


@dataclass(frozen=True)
class Ratio:
    """Two medians.

    Attributes:
        seconds: of the work.
        reference_seconds: of what it is compared with.
    """

    seconds: float
    reference_seconds: float

    @property
    def times(self) -> float:
        """How many times as long as the reference the work takes."""
        return self.seconds / self.reference_seconds


def compare_speed(
    work: Work, reference: Work, runs: int = RUNS, clock: Callable[[], float] = time.perf_counter
) -> Ratio:
    """Time two kinds of work in turn; each once before, unmeasured.

    Args:
        work: what is measured.
        reference: what it is compared with; it must take some time.
        runs: of each, at least one.
        clock: seconds from any start.

    Raises:
        Failure: ``INVALID_INPUT`` for no runs, or a reference that takes no time.
    """
    if runs < 1:
        raise Failure(Code.INVALID_INPUT, "At least one run has to be timed.", field="runs")
    taken: tuple[list[float], list[float]] = ([], [])
    for done in range(runs + 1):
        for one, times in zip((work, reference), taken, strict=True):
            begun = clock()
            one()
            if done:
                times.append(clock() - begun)
    seconds, reference_seconds = (statistics.median(times) for times in taken)
    if reference_seconds <= 0:
        raise Failure(Code.INVALID_INPUT, "The reference takes no measurable time; give it more to do.")
    return Ratio(seconds, reference_seconds)
