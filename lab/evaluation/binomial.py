"""Clopper-Pearson bounds: what a count out of so many trials says about the rate behind it.

They take the trials for independent. Pairs that share a finger are not, so over pairs of few fingers the true
interval is wider; reports say over how many fingers they went.
"""

from __future__ import annotations

from scipy.special import betaincinv

CONFIDENCE = 0.95


def rate_bounds(count: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact two-sided interval of a binomial rate (Clopper and Pearson, 1934).

    Args:
        count: how often it happened.
        trials: how often it could have.
        confidence: the part of such intervals that hold the true rate, at least.

    Returns:
        The lower and the upper bound; 0 and 1 without a trial.

    Raises:
        ValueError: the count is not within 0 and the trials.
    """
    if not 0 <= count <= trials:
        raise ValueError(f"{count} of {trials} cannot happen")
    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else float(betaincinv(count, trials - count + 1, tail))
    upper = 1.0 if count == trials else float(betaincinv(count + 1, trials - count, 1 - tail))
    return lower, upper
