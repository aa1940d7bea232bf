"""SP 800-22, all 188 p-values: ``python -m benchmarks.nist [SEQUENCES]``.

Processor seconds of one thread for 1,000,000 bits, with compiled code and in NumPy alone, and by test; then
many sequences on every processor there is, as ``ridgekey-lab nist`` runs them. Ratios are to what others were
measured to take for one sequence: NIST's own C code, as shipped and optimised, and the package nistrng.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from lab.batteries.sources import make_generator
from lab.batteries.sp800_22.berlekamp_massey import prepare
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import P_VALUES, TESTS, run_tests
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.running import Plan, run_battery
from lab.datasets.processes import processors

BITS = 1_000_000
REPEATS = 5
OTHERS = {"sts-2.1.2 at -O3": 1.77, "sts-2.1.2 as shipped": 3.59, "nistrng 1.2.3": 104.0}
"""Seconds for one sequence."""


def main(sequences: int = 20) -> None:
    """Measure and print one JSON object."""
    bits = make_generator("aes-ctr").bits(BITS)
    _all_tests(BitSequence(bits))
    arrays = _seconds(lambda: _all_tests(BitSequence(bits)))
    prepare()
    alone = _seconds(lambda: _all_tests(BitSequence(bits)))
    begun = time.perf_counter()
    many = _timed(lambda: run_battery(make_generator("aes-ctr"), Plan(BITS, sequences), processors()))
    wall = time.perf_counter() - begun
    figures = {
        "seconds a sequence, one thread": round(alone, 3),
        "the same without compiled code": round(arrays, 3),
        "times as fast as": {name: round(seconds / alone, 1) for name, seconds in OTHERS.items()},
        "milliseconds by test": _by_test(BitSequence(bits)),
        f"processor seconds a sequence of {sequences}": round(many / sequences, 3),
        f"seconds a sequence of {sequences}, {processors()} threads": round(wall / sequences, 3),
    }
    print(json.dumps(figures, indent=2))


def _all_tests(sequence: BitSequence) -> None:
    assert len(run_tests(sequence, Parameters())) == P_VALUES


def _by_test(sequence: BitSequence) -> dict[str, float]:
    """In the battery's order: what one test has computed for all is not computed again."""
    return {
        name: round(1000 * _timed(lambda name=name: TESTS[name](sequence, Parameters())), 1) for name in TESTS
    }


def _seconds(work: Callable[[], object]) -> float:
    return statistics.median(_timed(work) for _ in range(REPEATS))


def _timed(work: Callable[[], object]) -> float:
    """Processor seconds: they say the same on a machine that has other work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
