"""A heat map of p-values: tests down, sequences across, the darker the smaller."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.patches import Patch

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import CELL_INKS, NOT_APPLICABLE, P_VALUE_SHADES, P_VALUE_STEPS, contrast
from lab.report.figures.themed_svg import RULE

_WIDTH = 6.8
_ROW_INCHES, _LEAST, _MOST = 0.16, 1.6, 8.0
"""Of a test, and of the whole height without the legend."""
_LEGEND_INCHES = 0.55
_NAMED_SEQUENCES = 12


def p_value_map(
    tests: Sequence[tuple[str, int]], sequences: Sequence[str], values: npt.NDArray[np.float64]
) -> Drawing:
    """Draw p-values.

    Args:
        tests: name of each test and how many p-values it has, in the order of the rows.
        sequences: names of the columns.
        values: float64 [p-values, sequences]; nan where a test does not apply.
    """
    room = max(_ROW_INCHES * len(tests), _ROW_INCHES * min(len(values), _MOST / _ROW_INCHES), _LEAST)
    return draw(
        lambda axes: _paint(axes, tests, sequences, values), (_WIDTH, min(room, _MOST) + _LEGEND_INCHES)
    )


def _paint(
    axes: Axes, tests: Sequence[tuple[str, int]], sequences: Sequence[str], values: npt.NDArray[np.float64]
) -> None:
    shades = ListedColormap(list(P_VALUE_SHADES)).with_extremes(bad=NOT_APPLICABLE)
    edges = _stretched(tests)
    norm = BoundaryNorm(P_VALUE_STEPS, shades.N)
    across = np.arange(len(sequences) + 1)
    shown = np.ma.masked_invalid(values)
    axes.pcolormesh(across, edges, shown, cmap=shades, norm=norm, rasterized=values.size > _VECTOR_CELLS)
    for place in across[1:-1]:
        axes.axvline(place, color=RULE, linewidth=0.5)
    starts = edges[np.cumsum([0, *(count for _, count in tests)])]
    axes.set_yticks((starts[:-1] + starts[1:]) / 2, [name for name, _ in tests])
    for start in starts[1:-1]:
        axes.axhline(start, color=RULE, linewidth=0.5)
    _name_columns(axes, sequences)
    axes.invert_yaxis()
    axes.tick_params(length=0)
    gaps = bool(np.isnan(values).any())
    patches = _legend(gaps)
    place = {"loc": "lower center", "bbox_to_anchor": (0.45, 1.0)}
    axes.legend(handles=patches, ncols=len(patches), handlelength=1, columnspacing=0.9, **place)
    if values.size <= _NUMBERED_CELLS:
        _write_numbers(axes, across, edges, values)


_VECTOR_CELLS = 600
"""More than so many cells are drawn as pixels."""
_NUMBERED_CELLS = 80
"""Up to so many cells have their p-values written in."""


def _write_numbers(
    axes: Axes,
    across: npt.NDArray[np.int64],
    edges: npt.NDArray[np.float64],
    values: npt.NDArray[np.float64],
) -> None:
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            shade = P_VALUE_SHADES[int(np.searchsorted(P_VALUE_STEPS[1:-1], value, "right"))]
            ink = max(CELL_INKS, key=lambda one: contrast(one, shade))
            middle = float(edges[row] + edges[row + 1]) / 2
            text = f"{value:.3f}" if value >= _PLAIN else f"{value:.0e}"
            axes.text(
                float(across[column]) + 0.5, middle, text, ha="center", va="center", fontsize=7, color=ink
            )


_PLAIN = 1e-3
"""Below it a p-value is written with an exponent."""


def _stretched(tests: Sequence[tuple[str, int]]) -> npt.NDArray[np.float64]:
    """Where rows begin and end: a test with few p-values gets as much room as its name needs."""
    heights = [np.full(count, max(1.0, _NAME_ROOM / count)) for _, count in tests]
    return np.concatenate([[0.0], np.cumsum(np.concatenate(heights))])


_NAME_ROOM = 7.0
"""Rows of a test with very many p-values that take as much room as a name."""


def _name_columns(axes: Axes, sequences: Sequence[str]) -> None:
    if len(sequences) <= _NAMED_SEQUENCES:
        axes.set_xticks(np.arange(len(sequences)) + 0.5, sequences)
    else:
        axes.set_xlabel(f"{len(sequences):,} sequences, in order")


def _legend(gaps: bool) -> list[Patch]:
    bounds = [*P_VALUE_STEPS[1:-1]]
    names = [
        f"< {_short(bounds[0])}",
        *(f"< {_short(bound)}" for bound in bounds[1:]),
        f"≥ {_short(bounds[-1])}",
    ]
    patches = [_patch(shade, name) for shade, name in zip(P_VALUE_SHADES, names, strict=True)]
    return [*patches, _patch(NOT_APPLICABLE, "does not apply")] if gaps else patches


def _patch(shade: str, name: str) -> Patch:
    """With an edge: the darkest shade would be lost on a dark page."""
    return Patch(facecolor=shade, edgecolor=RULE, linewidth=0.6, label=name)


def _short(value: float) -> str:
    return f"{value:.0e}".replace("e-0", "e-") if value < 1e-3 else f"{value:g}"
