"""Bars over hours, worked out here and drawn by a template as inline SVG: no script, no library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 240.0, 60.0
"""Of the drawing, in its own units: it is stretched to the room that there is."""

_GAP = 0.28


@dataclass(frozen=True)
class Bar:
    """One rectangle, what it belongs to, and what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    series: str
    title: str


@dataclass(frozen=True)
class Chart:
    """A drawing with its words.

    Attributes:
        name: distinguishes it within its page.
        title: what is shown.
        summary: the same in a sentence, for those who do not see it.
        series: name of each kind of bar, for the legend.
        bars: the rectangles.
        top: the value at the upper edge.
        labels: along the lower edge, evenly spread.
        rows: the values as a table: a label, then one value for each series.
    """

    name: str
    title: str
    summary: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    top: int
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def stacked(
    name: str, title: str, summary: str, series: Sequence[str], points: Sequence[tuple[str, Sequence[int]]]
) -> Chart:
    """A chart of bars, the series of each point on top of one another.

    Args:
        name: distinguishes it within its page.
        title: what is shown.
        summary: in a sentence.
        series: the names of a point's values.
        points: a label and its values, from left to right.
    """
    top = _ceiling(max((sum(values) for _, values in points), default=0))
    step = WIDTH / max(1, len(points))
    bars: list[Bar] = []
    for place, (label, values) in enumerate(points):
        floor = HEIGHT
        for kind, value in zip(series, values, strict=True):
            height = HEIGHT * value / top
            floor -= height
            if value:
                title_of = f"{label}: {value} {kind}"
                bars.append(
                    Bar(place * step + step * _GAP / 2, floor, step * (1 - _GAP), height, kind, title_of)
                )
    labels = tuple(label for label, _ in points[:: max(1, len(points) // 4)])
    rows = tuple((label, *map(str, values)) for label, values in points)
    return Chart(name, title, summary, tuple(series), tuple(bars), top, labels, rows)


def _ceiling(highest: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50, …: a round number for the upper edge."""
    if highest <= 1:
        return 1
    power = 10 ** math.floor(math.log10(highest))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= highest)
