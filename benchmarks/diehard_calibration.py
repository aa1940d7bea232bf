"""Are Diehard's p-values uniform? ``python -m benchmarks.diehard_calibration [RUNS] [SCALE] [TEST …]``.

Draws 200 runs of PCG64 at full size unless told otherwise, which takes some ten minutes, and prints for every
test the smallest p-value of a Kolmogorov-Smirnov test over its variants, and the part of p-values below .01.
Of what is counted it prints mean and deviation as well: those of an ideal source are not all known exactly.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from scipy.stats import kstest

from lab.batteries.diehard.catalogue import choose_tests
from lab.batteries.diehard.diehard_test import DiehardTest, examine
from lab.batteries.outcome import Outcome

SEED = 20_260_101
RUNS = 200
_COUNTED = ("missing", "mean", "wins")


def main(runs: int = RUNS, scale: float = 1.0, *names: str) -> None:
    """Measure and print one JSON object a test, as it is done."""
    for test in choose_tests(names, scale):
        begun = time.process_time()
        outcomes = _outcomes(test, runs)
        seconds = (time.process_time() - begun) / runs
        print(json.dumps({"test": test.name, "seconds": round(seconds, 3), **_row(outcomes)}), flush=True)


def _outcomes(test: DiehardTest, runs: int) -> list[Outcome]:
    random = np.random.default_rng(SEED)
    draws = (random.integers(0, 1 << 32, test.words, np.uint32) for _ in range(runs))
    return [outcome for words in draws for outcome in examine(test, words)]


def _row(outcomes: list[Outcome]) -> dict[str, float]:
    by_variant: dict[str, list[float]] = {}
    for outcome in outcomes:
        by_variant.setdefault(outcome.variant, []).append(outcome.p_value or 0.0)
    every = np.concatenate(list(by_variant.values()))
    row = {
        "p_values": every.size,
        "least_ks": min(float(kstest(values, "uniform").pvalue) for values in by_variant.values()),
        "below_.01": float(np.mean(every < 0.01)),
    }
    for name in _COUNTED:
        counted = [outcome.statistics[name] for outcome in outcomes if name in outcome.statistics]
        if counted:
            row |= {f"{name}_mean": float(np.mean(counted)), f"{name}_deviation": float(np.std(counted))}
    return row


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *map(float, sys.argv[2:3]), *sys.argv[3:])
