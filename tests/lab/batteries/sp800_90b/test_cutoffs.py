"""Cutoffs of the health tests at the document's chance of a false alarm."""

from __future__ import annotations

import pytest
from scipy import stats

from lab.batteries.sp800_90b.cutoffs import ALPHA, proportion_cutoff, repetition_cutoff
from shared.errors import Code, Failure


@pytest.mark.parametrize(
    ("entropy", "cutoff"), [(1.0, 21), (8.0, 4), (2.0, 11), (0.5, 41), (7.3, 4), (20.0, 2), (0.1, 201)]
)
def test_repetitions(entropy: float, cutoff: int) -> None:
    """Check 17 of docs/lab.md: cutoffs of the repetition count."""
    assert repetition_cutoff(entropy) == cutoff


@pytest.mark.parametrize(
    ("entropy", "window", "cutoff"),
    [(1.0, 1024, 589), (0.5, 1024, 793), (8.0, 512, 13), (4.0, 512, 62), (1.0, 512, 311)],
)
def test_proportions(entropy: float, window: int, cutoff: int) -> None:
    """Check 17 of docs/lab.md: cutoffs of the adaptive proportion."""
    assert proportion_cutoff(entropy, window) == cutoff
    # The least count that an ideal source exceeds with a chance of at most alpha.
    share = 2.0**-entropy
    assert stats.binom.sf(cutoff - 1, window, share) <= ALPHA < stats.binom.sf(cutoff - 2, window, share)


@pytest.mark.parametrize(
    ("entropy", "alpha", "field"),
    [
        (0.0, ALPHA, "entropy"),
        (-1.0, ALPHA, "entropy"),
        (float("nan"), ALPHA, "entropy"),
        (1.0, 0.0, "alpha"),
        (1.0, 1.0, "alpha"),
    ],
)
def test_what_is_out_of_range_is_refused(entropy: float, alpha: float, field: str) -> None:
    for cutoff in (lambda: repetition_cutoff(entropy, alpha), lambda: proportion_cutoff(entropy, 512, alpha)):
        with pytest.raises(Failure) as refused:
            cutoff()
        assert (refused.value.code, refused.value.field) == (Code.INVALID_INPUT, field)


def test_a_window_that_could_give_no_alarm_is_refused() -> None:
    with pytest.raises(Failure, match="no alarm"):
        proportion_cutoff(0.01, 512)
