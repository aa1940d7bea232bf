"""Correlations of things with each other, as a matrix with its figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import CELL_INKS, OTHER, OURS, contrast

_SHADES = LinearSegmentedColormap.from_list("signed", [OTHER, "#f2f4f6", OURS])
_LEAST_SCALE = 0.1
"""What is far from 0, where all are near."""
_NUMBERED = 12
"""Up to so many rows have their figures written in."""
_INCHES = (4.6, 4.2)


def correlation_matrix(names: Sequence[str], values: npt.NDArray[np.float64]) -> Drawing:
    """Draw the part below the diagonal.

    Args:
        names: of rows and columns.
        values: float64 [n, n], -1..1.
    """
    below = np.tril(np.ones(values.shape, bool), -1)
    scale = max(_LEAST_SCALE, float(np.abs(values[below]).max()))

    def paint(axes: Axes) -> None:
        shown = np.ma.masked_array(values, ~below)
        edges = np.arange(len(names) + 1) - 0.5
        axes.pcolormesh(edges, edges, shown, cmap=_SHADES, vmin=-scale, vmax=scale)
        if len(names) <= _NUMBERED:
            for row, column in np.argwhere(below):
                value = float(values[row, column])
                shade = to_hex(_SHADES((value + scale) / (2 * scale)))
                ink = max(CELL_INKS, key=lambda one: contrast(one, shade))
                axes.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=8, color=ink)
        axes.set_xticks(range(len(names) - 1), names[:-1], rotation=45, ha="right")
        axes.set_yticks(range(1, len(names)), names[1:])
        axes.set_xlim(-0.5, len(names) - 1.5)
        axes.set_ylim(len(names) - 0.5, 0.5)
        axes.set_aspect("equal")
        axes.tick_params(length=0)

    return draw(paint, _INCHES)
