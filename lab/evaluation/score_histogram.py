"""How the scores of genuine and of impostor pairs lie: counts over the same bins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.error_rates import Scores

BINS = 60


@dataclass(frozen=True, eq=False)
class ScoreHistogram:
    """Counts of both kinds of pairs.

    Attributes:
        edges: float64 ``[bins + 1]``, rising.
        genuine: int64 ``[bins]``.
        impostor: int64 ``[bins]``.
    """

    edges: NDArray[np.float64]
    genuine: NDArray[np.int64]
    impostor: NDArray[np.int64]


def score_histogram(genuine: Scores, impostor: Scores, bins: int = BINS) -> ScoreHistogram:
    """Count both kinds of scores in equal bins from the lowest to the highest of all."""
    lowest = min(float(genuine.min()), float(impostor.min()))
    highest = max(float(genuine.max()), float(impostor.max()))
    edges = np.histogram_bin_edges(np.array([lowest, highest]), bins)
    return ScoreHistogram(
        edges,
        np.histogram(genuine, edges)[0].astype(np.int64),
        np.histogram(impostor, edges)[0].astype(np.int64),
    )
