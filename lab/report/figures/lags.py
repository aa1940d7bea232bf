"""Autocorrelation at each lag, between the limits that most lags of uniform bytes keep."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import LIMIT, OTHER, OURS
from lab.report.figures.themed_svg import INK

Values = npt.NDArray[np.float64]


def lag_stems(found: Values, limits: Values) -> Drawing:
    """Draw r(1), r(2) and so on; a triangle where one is outside.

    Args:
        found: float64 [lags].
        limits: float64 [lags], how far from 0 each may be.
    """

    def paint(axes: Axes) -> None:
        lags = np.arange(1, found.size + 1)
        axes.fill_between(
            lags, -limits, limits, color=LIMIT, alpha=0.25, linewidth=0, label="95 % of uniform"
        )
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.vlines(lags, 0, found, color=OURS, linewidth=1)
        outside = np.abs(found) > limits
        axes.plot(lags[~outside], found[~outside], "o", markersize=2.5, color=OURS)
        axes.plot(lags[outside], found[outside], "^", markersize=4, color=OTHER, label="outside")
        axes.set_xlabel("lag, bytes")
        axes.set_ylabel("r")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)

    return draw(paint)
