"""P-values of a good source are uniform, and bad sources are told.

Sequences are shorter than the document recommends where a million bits would take minutes, and never so short
that a test's distribution is another one. P-values of most tests are so finely divided there (steps below a
fiftieth of a standard deviation) that they may be compared with a continuous distribution. Those of the
Fourier test are not: it counts peaks, in steps of a thirtieth to either side of zero. Its count is spread
evenly over its step before it is compared.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from scipy.special import erfc
from scipy.stats import kstest

from lab.batteries.outcome import Outcome
from lab.batteries.sources import make_generator
from lab.batteries.sp800_22 import berlekamp_massey
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import TESTS
from lab.batteries.sp800_22.judgement import judge
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.running import Plan, run_battery
from lab.batteries.sp800_22.spectral import count_variance

SEQUENCES = 1000
LEAST_KS = 1e-4
BITS = {
    "frequency": 1 << 16,
    "block-frequency": 1 << 16,
    "runs": 1 << 16,
    "longest-run": 100_000,
    "rank": 1 << 17,
    "dft": 1 << 16,
    "non-overlapping": 1 << 17,
    "overlapping": 1 << 18,
    "universal": 387_840,
    "linear-complexity": 1 << 17,
    "serial": 1 << 16,
    "approximate-entropy": 1 << 18,
    "cumulative-sums": 1 << 16,
    "excursions": 1 << 18,
    "excursions-variant": 1 << 18,
}
SLOW = {"linear-complexity"}
CASES = [pytest.param(test, marks=pytest.mark.slow if test in SLOW else ()) for test in TESTS]


@pytest.mark.parametrize("test", CASES)
def test_p_values_of_a_good_source_are_uniform(test: str) -> None:
    berlekamp_massey.prepare()
    source = make_generator("aes-ctr", seed=1)
    # Serial patterns of sixteen bits want half a million.
    parameters = Parameters(recommended_lengths=False, serial_bits=10)
    spread = np.random.default_rng(1)
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(SEQUENCES):
        for outcome in TESTS[test](BitSequence(source.bits(BITS[test])), parameters):
            if outcome.p_value is not None:
                found[outcome.variant].append(continuous(outcome, spread))
    # A third of the sequences of 2^18 bits have 500 excursions.
    assert min(map(len, found.values())) >= (280 if test.startswith("excursions") else SEQUENCES)
    uniform = {variant: kstest(p_values, "uniform").pvalue for variant, p_values in found.items()}
    assert {variant: p for variant, p in uniform.items() if p < LEAST_KS} == {}


def continuous(outcome: Outcome, spread: np.random.Generator) -> float:
    """The p-value, or one drawn from those that its step stands for."""
    if outcome.test != "dft":
        assert outcome.p_value is not None
        return outcome.p_value
    count = outcome.statistics["below"] + spread.uniform(-0.5, 0.5)
    deviation = np.sqrt(2 * count_variance(BITS["dft"], Reading.CORRECTED))
    return float(erfc(abs(count - outcome.statistics["expected"]) / deviation))


BAD = {
    "biased:0.51": {"frequency", "cumulative-sums"},
    "periodic:1000": {"dft", "non-overlapping", "linear-complexity", "serial", "approximate-entropy"},
    "lcg-low:0": set(TESTS) - {"frequency", "block-frequency", "cumulative-sums"},
    "lcg-low:8": {"dft", "non-overlapping", "linear-complexity", "serial", "approximate-entropy", "rank"},
    # Paper 003's keys of a saturated network, 123 in a row, as far as the swarm can flatten them.
    "pso-surrogate": {
        *("frequency", "block-frequency", "cumulative-sums", "longest-run", "universal"),
        *("non-overlapping", "overlapping", "serial", "approximate-entropy"),
    },
    "chen-x": {"block-frequency", "rank", "dft", "non-overlapping", "serial", "approximate-entropy"},
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_source_is_told_by_the_tests_that_look_at_its_fault(name: str) -> None:
    found = judge(run_battery(make_generator(name), Plan()), Reading.CORRECTED)
    assert BAD[name] <= {finding.name.split()[0] for finding in found.findings}


@pytest.mark.parametrize("name", ["aes-ctr", "shake256", "chen", "sqrt3"])
def test_what_is_public_and_no_secret_at_all_is_not_told(name: str) -> None:
    assert not judge(run_battery(make_generator(name), Plan()), Reading.CORRECTED).distinguished
