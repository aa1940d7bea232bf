"""Probabilities that the tests refer to, against counting every string and against other ways to them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.batteries.sp800_22 import overlapping
from lab.batteries.sp800_22.berlekamp_massey import all_at_once
from lab.batteries.sp800_22.excursions import STATES, visit_probabilities
from lab.batteries.sp800_22.linear_complexity import _STS, _classes, class_probabilities
from lab.batteries.sp800_22.longest_run import _PLANS, longest_runs, run_probabilities
from lab.batteries.sp800_22.parameters import Reading
from lab.batteries.sp800_22.rank import rank_probability
from lab.batteries.sp800_22.spectral import count_variance
from lab.batteries.sp800_22.universal_distribution import expected_distance, mean_deviation


def every_string(length: int) -> np.ndarray:
    """All of them, uint8 [2^length, length]."""
    numbers = np.arange(1 << length)[:, None]
    return (numbers >> np.arange(length)[::-1] & 1).astype(np.uint8)


def test_longest_runs_of_every_string() -> None:
    runs = longest_runs(every_string(12).reshape(-1), 12)
    shares = np.bincount(np.clip(runs, 1, 6) - 1) / 2**12
    assert run_probabilities(12, 1, 6) == pytest.approx(shares, abs=1e-12)


@pytest.mark.parametrize("plan", _PLANS[1:])
def test_longest_runs_as_printed_for_short_blocks(plan: object) -> None:
    assert isinstance(plan, type(_PLANS[0]))
    exact = run_probabilities(plan.block, plan.shortest, plan.longest)
    assert exact == pytest.approx(plan.sts, abs=1e-8)


def test_longest_runs_are_printed_wrongly_for_long_blocks() -> None:
    exact = run_probabilities(10_000, 10, 16)
    assert exact.sum() == pytest.approx(1)
    assert np.abs(exact - _PLANS[0].sts).max() == pytest.approx(0.00157, abs=1e-5)


def test_overlapping_matches_of_every_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlapping, "BLOCK", 12)
    overlapping.match_probabilities.cache_clear()
    try:
        matches = overlapping.block_matches(every_string(12).reshape(-1), 3)
        shares = np.bincount(np.minimum(matches, 5), minlength=6) / 2**12
        assert overlapping.match_probabilities(3) == pytest.approx(shares, abs=1e-12)
    finally:
        overlapping.match_probabilities.cache_clear()


def test_overlapping_matches_are_those_that_the_document_prints() -> None:
    exact = overlapping.match_probabilities(9)
    assert exact.sum() == pytest.approx(1)
    assert overlapping.corrected_probabilities(9) == pytest.approx(exact, abs=6e-7)
    assert overlapping.corrected_probabilities(10) is overlapping.match_probabilities(10)
    # What the C code overwrites them with.
    assert overlapping.sts_probabilities(9) == pytest.approx(
        [0.367879, 0.183940, 0.137955, 0.099634, 0.069935, 0.140657], abs=2e-3
    )


@pytest.mark.parametrize("size", [10, 11])
def test_linear_complexities_of_every_string(size: int) -> None:
    classes = _classes(all_at_once(every_string(size)), size)
    assert class_probabilities(size) == pytest.approx(np.bincount(classes, minlength=7) / 2**size, abs=1e-12)


def test_linear_complexities_as_printed_but_for_a_misprint() -> None:
    exact = class_probabilities(500)
    assert exact == pytest.approx([1 / 96, 1 / 32, 1 / 8, 1 / 2, 1 / 4, 1 / 16, 1 / 48], abs=1e-12)
    assert _STS[1:] == pytest.approx(exact[1:], abs=1e-6)
    assert _STS[0] == 0.01047


def test_ranks_as_they_are_known() -> None:
    most = [rank_probability(32), rank_probability(31)]
    assert [*most, 1 - sum(most)] == pytest.approx([0.2887880952, 0.5775761902, 0.1336357147], abs=1e-10)
    assert sum(rank_probability(r, 5) for r in range(6)) == pytest.approx(1)


@pytest.mark.parametrize("state", STATES)
def test_visits_to_a_state(state: int) -> None:
    probabilities = visit_probabilities(state)
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities[0] == 1 - 1 / (2 * abs(state))
    # Whoever comes to a state comes back to it before zero with the same probability every time.
    assert probabilities[2:5] / probabilities[1:4] == pytest.approx([1 - 1 / (2 * abs(state))] * 3)


def test_the_spectrums_variance_is_wider_than_printed() -> None:
    sts, corrected = (count_variance(1000, reading) for reading in (Reading.STS, Reading.CORRECTED))
    assert sts == pytest.approx(11.875)
    assert 1000 * 0.95 * 0.05 / corrected == pytest.approx(3.790, abs=1e-3)


def test_the_spectrums_variance_is_that_of_random_bits() -> None:
    bits = np.random.default_rng(1).integers(0, 2, (4000, 1024))
    power = np.abs(np.fft.rfft(2.0 * bits - 1, axis=1)[:, :512]) ** 2
    counts = np.count_nonzero(power < math.log(20) * 1024, axis=1)
    # The standard deviation of a variance from 4,000 is 2.2 %; the printed variance is 5.2 % smaller.
    assert counts.var() == pytest.approx(count_variance(1024, Reading.CORRECTED), rel=0.066)
    assert counts.var() > count_variance(1024, Reading.STS) * 1.01


def covariances(length: int) -> tuple[float, float, np.ndarray]:
    """Mean and variance of log2 of a distance, and covariances with the following ones (Coron, Naccache).

    Of two different values that lie k apart, the later was last seen i' before the earlier, and that one j
    before itself; neither i' nor j can be the other.
    """
    other = 1 - 1 / 2**length
    neither = 1 - 2 / 2**length
    far = np.arange(1, 40 * 2**length + 1)
    logarithms, once = np.log2(far), other ** (far - 1) / 2**length
    mean = float(np.sum(logarithms * once))
    both = np.zeros(far.size)
    carried = 0.0
    for i in range(far.size):  # the earlier one was seen again first
        both[i] += carried
        carried = other * carried + logarithms[i] * neither**i / 4**length
    later = 0.0
    for i in reversed(range(far.size)):  # the later one was
        both[i] += later * neither**i / 4**length
        later = other * later + logarithms[i]
    gaps = np.arange(1, 30 * 2**length)
    reached = np.array([np.sum(np.log2(far + gap) * both) for gap in gaps]) * other**gaps
    short = np.cumsum(logarithms * once)[gaps - 1] * mean
    return mean, float(np.sum(logarithms**2 * once)) - mean**2, short + reached - mean**2


def test_the_universal_tests_deviation_from_first_principles() -> None:
    mean, variance, following = covariances(6)
    blocks = 64_000
    gaps = np.arange(1, following.size + 1)
    exact = (blocks * variance + 2 * np.sum((blocks - gaps) * following)) / blocks**2
    assert expected_distance(6) == pytest.approx(mean, abs=1e-7)
    assert mean_deviation(6, blocks, Reading.CORRECTED) == pytest.approx(math.sqrt(exact), rel=1e-5)
    assert mean_deviation(6, blocks, Reading.STS) / math.sqrt(exact) == pytest.approx(0.963, abs=0.001)
