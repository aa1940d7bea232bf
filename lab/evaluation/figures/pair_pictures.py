"""DET and ROC curves and the histogram of scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from lab.evaluation.equal_error import equal_error_rate
from lab.evaluation.error_rates import ErrorRates
from lab.evaluation.figures.canvas import OTHER, OURS, PLAIN, Sheet
from lab.evaluation.pair_tests import PairTest
from lab.evaluation.score_histogram import score_histogram

_POINTS = 2000
"""Of a curve, at most: more cannot be seen."""


def error_curves(test: PairTest, statement: Sequence[str]) -> bytes:
    """A PNG with the DET curve (both axes logarithmic) and the ROC curve, the baseline beside it."""
    sheet = Sheet(test.about, statement, panels=2)
    for scored, colour in ((test.baseline, PLAIN), (test.ours, OURS)):
        rates = scored.rates()
        label = f"{scored.scorer}: EER {equal_error_rate(rates):.2%}"
        _det(sheet.axes[0], rates, colour, label)
        _roc(sheet.axes[1], rates, colour, label)
    for axes in sheet.axes:
        axes.legend(fontsize=7)
        axes.grid(alpha=0.3, which="both")
        axes.set_xlabel("false accept rate")
    return sheet.png()


def score_picture(test: PairTest, statement: Sequence[str]) -> bytes:
    """A PNG of how the scores of genuine and impostor pairs lie, each kind as shares of its own."""
    sheet = Sheet(test.about, statement)
    axes = sheet.axes[0]
    histogram = score_histogram(test.ours.genuine, test.ours.impostor)
    for counts, colour, label in (
        (histogram.impostor, PLAIN, "impostor"),
        (histogram.genuine, OURS, "genuine"),
    ):
        shares = counts / counts.sum()
        axes.stairs(
            shares, histogram.edges, fill=True, alpha=0.5, color=colour, label=f"{label}: {counts.sum():,}"
        )
    if test.threshold is not None:
        axes.axvline(test.threshold, color=OTHER, linestyle="--", label="threshold")
    axes.set_xlabel(f"score: {test.ours.scorer}")
    axes.set_ylabel("part of the pairs")
    axes.legend(fontsize=8)
    return sheet.png()


def _det(axes: Axes, rates: ErrorRates, colour: str, label: str) -> None:
    # A rate below one pair cannot be shown on a logarithmic axis: the curve ends where one pair is left.
    floor_far, floor_frr = 0.5 / rates.impostor, 0.5 / rates.genuine
    far, frr = _thinned(np.maximum(rates.far, floor_far), np.maximum(rates.frr, floor_frr))
    axes.loglog(far, frr, color=colour, label=label)
    low = min(axes.get_xlim()[0], axes.get_ylim()[0])
    axes.plot([low, 1], [low, 1], color=OTHER, linewidth=0.6)
    axes.set_ylabel("false reject rate")
    axes.set_title("DET", fontsize=9)


def _roc(axes: Axes, rates: ErrorRates, colour: str, label: str) -> None:
    far, frr = _thinned(np.maximum(rates.far, 0.5 / rates.impostor), rates.frr)
    axes.semilogx(far, 1 - frr, color=colour, label=label)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_ylabel("genuine accept rate")
    axes.set_title("ROC", fontsize=9)


def _thinned(far: np.ndarray, frr: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points that the curve needs: the corners first, then every so many."""
    corner = np.ones(len(far), bool)
    corner[1:-1] = (far[1:-1] != far[:-2]) | (frr[1:-1] != frr[:-2])
    far, frr = far[corner], frr[corner]
    if len(far) <= _POINTS:
        return far, frr
    # Evenly over the logarithm of the FAR, where the eye reads.
    wanted = np.geomspace(far[-1], far[0], _POINTS)
    places = np.unique(np.searchsorted(-far, -wanted).clip(0, len(far) - 1))
    return far[places], frr[places]
