"""Are p-values of a good source uniform? ``python -m benchmarks.nist_calibration [SEQUENCES] [GENERATOR]``.

Draws 1,000 sequences of 1,000,000 bits unless told otherwise, which takes some minutes, and prints for every
test the smallest p-value of a Kolmogorov-Smirnov test over its variants, and the part of p-values below .01.
Tests that count in coarse steps (dft, rank) miss uniformity by those steps.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from scipy.stats import kstest

from lab.batteries.sources import make_generator
from lab.batteries.sp800_22.catalogue import ALPHA, TESTS
from lab.batteries.sp800_22.judgement import Variant, judge
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.report import sentence
from lab.batteries.sp800_22.running import Plan, run_battery
from lab.datasets.processes import processors


def main(sequences: int = 1000, generator: str = "aes-ctr") -> None:
    """Measure both readings on the same bits and print one JSON object."""
    figures = {}
    for reading in Reading:
        plan = Plan(sequences=sequences, parameters=Parameters(reading=reading))
        judgement = judge(run_battery(make_generator(generator), plan, processors()), reading)
        by_test = {name: [one for one in judgement.variants if one.test == name] for name in TESTS}
        figures[reading.value] = {
            "verdict": sentence(judgement),
            "tests": {name: _row(variants) for name, variants in by_test.items()},
        }
    print(json.dumps(figures, indent=2))


def _row(variants: list[Variant]) -> dict[str, float]:
    every = np.concatenate([variant.applicable for variant in variants])
    least = min(float(kstest(variant.applicable, "uniform").pvalue) for variant in variants)
    return {"p_values": every.size, "least_ks": least, "below_.01": float(np.mean(every < ALPHA))}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:3])
