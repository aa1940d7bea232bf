"""The fifteen tests by name, in the document's order."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.approximate_entropy import approximate_entropy
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.block_frequency import block_frequency
from lab.batteries.sp800_22.cumulative_sums import cumulative_sums
from lab.batteries.sp800_22.excursions import excursions
from lab.batteries.sp800_22.excursions_variant import excursions_variant
from lab.batteries.sp800_22.frequency import frequency
from lab.batteries.sp800_22.linear_complexity import linear_complexity
from lab.batteries.sp800_22.longest_run import longest_run
from lab.batteries.sp800_22.non_overlapping import non_overlapping
from lab.batteries.sp800_22.overlapping import overlapping
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.rank import rank
from lab.batteries.sp800_22.runs import runs
from lab.batteries.sp800_22.serial import serial
from lab.batteries.sp800_22.spectral import spectral
from lab.batteries.sp800_22.universal import universal
from shared.errors import Code, Failure

Test = Callable[[BitSequence, Parameters], list[Outcome]]

ALPHA = 0.01
"""The document's level of significance."""

P_VALUES = 188
"""Of one sequence, with the default parameters."""

TESTS: dict[str, Test] = {
    "frequency": frequency,
    "block-frequency": block_frequency,
    "runs": runs,
    "longest-run": longest_run,
    "rank": rank,
    "dft": spectral,
    "non-overlapping": non_overlapping,
    "overlapping": overlapping,
    "universal": universal,
    "linear-complexity": linear_complexity,
    "serial": serial,
    "approximate-entropy": approximate_entropy,
    "cumulative-sums": cumulative_sums,
    "excursions": excursions,
    "excursions-variant": excursions_variant,
}


def choose_tests(names: Iterable[str]) -> list[str]:
    """Names of tests in the document's order, each once; every name when there are none.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none, with those nearest to it.
    """
    wanted = list(names)
    for name in wanted:
        if name not in TESTS:
            near = difflib.get_close_matches(name, TESTS, n=3, cutoff=0.4)
            hint = f"the nearest are {', '.join(near)}" if near else f"there are {', '.join(TESTS)}"
            raise Failure(Code.INVALID_INPUT, f"There is no test {name!r}; {hint}.", field="tests")
    return [name for name in TESTS if name in wanted or not wanted]


def run_tests(sequence: BitSequence, parameters: Parameters, names: Iterable[str] = TESTS) -> list[Outcome]:
    """Run tests on one sequence.

    Args:
        sequence: under test.
        parameters: of the tests, and the reading.
        names: of :data:`TESTS`.

    Returns:
        The outcomes in the tests' order; of all tests by default, 188.
    """
    return [outcome for name in names for outcome in TESTS[name](sequence, parameters)]
