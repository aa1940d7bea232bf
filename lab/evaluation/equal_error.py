"""The equal error rate: where as many impostors are let in as fingers are turned away."""

from __future__ import annotations

import numpy as np

from lab.evaluation.error_rates import ErrorRates


def equal_error_rate(rates: ErrorRates) -> float:
    """The rate at which FAR and FRR meet, between two thresholds by a straight line.

    The rule: go up the thresholds to the first at which FRR is not below FAR. Where they are equal there,
    that is the rate. Else the points (FAR, FRR) of this threshold and of the one before are joined by a
    straight line, and the rate is where that line crosses FAR = FRR. It depends on the order of the scores
    only.
    """
    far, frr = rates.far, rates.frr
    after = int(np.argmax(frr >= far))
    if frr[after] == far[after] or after == 0:
        return float(far[after])
    gap_before = far[after - 1] - frr[after - 1]
    gap_after = frr[after] - far[after]
    part = gap_before / (gap_before + gap_after)
    return float(far[after - 1] + part * (far[after] - far[after - 1]))
