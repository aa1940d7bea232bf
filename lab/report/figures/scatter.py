"""Bytes beside their neighbours: a cloud without a shape where the two have nothing to do with each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import OURS

_INCHES = (3.2, 3.2)
_TICKS = (0, 64, 128, 192, 255)


def neighbour_scatter(pairs: npt.NDArray[np.uint8], across: str, upwards: str) -> Drawing:
    """Draw pairs of bytes as pixels, however many there are.

    Args:
        pairs: uint8 [2, n].
        across: what the first of a pair is.
        upwards: what the second is.
    """

    def paint(axes: Axes) -> None:
        axes.scatter(pairs[0], pairs[1], s=4, color=OURS, alpha=0.5, linewidths=0, rasterized=True)
        axes.set_aspect("equal")
        for limit, ticks in ((axes.set_xlim, axes.set_xticks), (axes.set_ylim, axes.set_yticks)):
            limit(-4, 259)
            ticks(_TICKS)
        axes.set_xlabel(across)
        axes.set_ylabel(upwards)

    return draw(paint, _INCHES)
