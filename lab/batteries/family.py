"""Judging many p-values at once: one of a hundred is below .01 without anything being wrong."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def holm(p_values: Values) -> Values:
    """Adjust p-values for their number (Holm, 1979), in the order given.

    Rejecting what is then at most alpha wrongly rejects anything at all with a probability of at most alpha,
    however the p-values depend on each other.

    Args:
        p_values: float64 [n], each 0..1.

    Returns:
        float64 [n]; each at least what it was and at most 1.
    """
    order = np.argsort(p_values, kind="stable")
    factors = np.arange(p_values.size, 0, -1)
    raised = np.maximum.accumulate(np.minimum(p_values[order] * factors, 1.0))
    adjusted = np.empty_like(p_values)
    adjusted[order] = raised
    return adjusted
