"""Over 200 runs of a good generator the p-values are uniform."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lab.batteries.diehard.bitstream import DEVIATION, MEAN
from lab.batteries.diehard.catalogue import TESTS
from lab.batteries.diehard.diehard_test import examine
from lab.batteries.diehard.dna import Dna
from lab.batteries.diehard.missing_words import CODE_BITS, POSITIONS, missing_words
from lab.batteries.diehard.opso import Opso
from lab.batteries.diehard.oqso import Oqso

RUNS = 200
SEED = 20_260_101
LEAST = 1e-4
SCALES = {
    "birthday-spacings": 0.1,
    "operm5": 0.01,
    "rank-31x31": 0.05,
    "rank-32x32": 0.05,
    "rank-6x8": 0.01,
    "count-ones-stream": 0.1,
    "parking-lot": 0.1,
    "minimum-distance": 0.02,
    "spheres-3d": 0.05,
    "squeeze": 0.02,
    "overlapping-sums": 0.02,
    "runs": 0.1,
    "craps": 0.02,
}
TEXTS = {
    1: (MEAN, DEVIATION),
    2: (Dna.mean, Dna.deviation),
    5: (Oqso.mean, Oqso.deviation),
    10: (Opso.mean, Opso.deviation),
}


def p_values_of(name: str, runs: int = RUNS) -> dict[str, list[float]]:
    """Each variant's p-values over many runs."""
    test = TESTS[name].at_scale(SCALES.get(name, 1.0))
    random = np.random.default_rng(SEED)
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        for outcome in examine(test, random.integers(0, 1 << 32, test.words, np.uint32)):
            assert outcome.p_value is not None
            found.setdefault(outcome.variant, []).append(outcome.p_value)
    return found


def not_uniform(found: dict[str, list[float]]) -> dict[str, float]:
    """The variants whose p-values are not uniform, each at a level that holds for all of them."""
    tested = {variant: float(stats.kstest(values, "uniform").pvalue) for variant, values in found.items()}
    return {variant: p_value for variant, p_value in tested.items() if p_value < LEAST / len(tested)}


@pytest.mark.parametrize("name", SCALES)
def test_p_values_are_uniform(name: str) -> None:
    assert not_uniform(p_values_of(name)) == {}


@pytest.mark.slow
def test_the_ones_of_specific_bytes_are_uniform() -> None:
    assert not_uniform(p_values_of("count-ones-bytes")) == {}


@pytest.mark.slow
@pytest.mark.parametrize("bits", TEXTS)
def test_missing_words_are_normal_with_the_deviation_used(bits: int) -> None:
    random = np.random.default_rng(SEED)
    length = POSITIONS + CODE_BITS // bits - 1
    missing = [missing_words(random.integers(0, 1 << bits, length, np.uint32), bits) for _ in range(RUNS)]
    mean, deviation = TEXTS[bits]
    assert stats.kstest((np.array(missing) - mean) / deviation, "norm").pvalue >= LEAST
    # Of 200 values a standard deviation is known to 5 %.
    assert np.std(missing, ddof=1) == pytest.approx(deviation, rel=0.18)


def test_a_wrong_null_would_be_noticed() -> None:
    found = p_values_of("spheres-3d")["KS"]
    shifted = [float(stats.norm.sf(stats.norm.isf(value) + 0.45)) for value in found]
    assert set(not_uniform({"KS": shifted})) == {"KS"}
