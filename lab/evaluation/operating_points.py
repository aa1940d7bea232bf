"""How many fingers are accepted where at most so many impostors are: GAR at a FAR, with bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.evaluation.binomial import rate_bounds
from lab.evaluation.error_rates import ErrorRates

FARS = (1e-2, 1e-3, 1e-4)
"""The false accept rates that reports ask for."""

_SLACK = 1e-9
"""Of a pair: 0.01 · 100 must not miss its one pair by how floats round."""


@dataclass(frozen=True)
class OperatingPoint:
    """The lowest threshold whose FAR is no higher than asked, and what it gives.

    Attributes:
        far: the rate asked for.
        threshold: accept from this score on.
        false_accepts: impostor pairs accepted.
        impostor: impostor pairs in all.
        far_bounds: Clopper-Pearson, 95 %.
        accepted: genuine pairs accepted.
        genuine: genuine pairs in all.
        gar: the part of the genuine pairs accepted.
        gar_bounds: Clopper-Pearson, 95 %.
    """

    far: float
    threshold: float
    false_accepts: int
    impostor: int
    far_bounds: tuple[float, float]
    accepted: int
    genuine: int
    gar: float
    gar_bounds: tuple[float, float]


def operating_point(rates: ErrorRates, far: float) -> OperatingPoint | None:
    """The point for one false accept rate.

    Returns:
        None where it cannot be measured: with fewer than 1 / ``far`` impostor pairs not even one of them
        would lie beyond the threshold, and that none did says little.
    """
    allowed = int(far * rates.impostor + _SLACK)
    if allowed < 1:
        return None
    place = int(np.argmax(rates.false_accepts <= allowed))
    wrong = int(rates.false_accepts[place])
    accepted = rates.genuine - int(rates.false_rejects[place])
    return OperatingPoint(
        far=far,
        threshold=float(rates.thresholds[place]),
        false_accepts=wrong,
        impostor=rates.impostor,
        far_bounds=rate_bounds(wrong, rates.impostor),
        accepted=accepted,
        genuine=rates.genuine,
        gar=accepted / rates.genuine,
        gar_bounds=rate_bounds(accepted, rates.genuine),
    )


def why_not_measurable(rates: ErrorRates, far: float) -> str:
    """The sentence that stands where a point cannot be measured."""
    upper = rate_bounds(0, rates.impostor)[1]
    return (
        f"not measurable with {rates.impostor:,} impostor pairs: it takes {round(1 / far):,}; "
        f"none accepted would only show a FAR below {upper:.2g}"
    )
