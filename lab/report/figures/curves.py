"""A figure of a training over its epochs."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import OTHER, OURS

_SHARE = "accuracy"
_EDGE = 0.01
"""Beyond 0 and 1, so that a line there is seen."""


def epoch_curves(
    epochs: Sequence[float], learned: Sequence[float], validated: Sequence[float | None], name: str
) -> Drawing:
    """Draw what was measured on the prints learned from, and on those kept for validation.

    Args:
        epochs: numbers of the epochs.
        learned: of each of them, on the prints learned from.
        validated: the same on those that were kept; None where it was not measured.
        name: of the figure, for its axis.
    """

    def paint(axes: Axes) -> None:
        axes.plot(epochs, learned, color=OURS, marker="o", markersize=3, label="learned from")
        known = [(epoch, value) for epoch, value in zip(epochs, validated, strict=True) if value is not None]
        if known:
            axes.plot(
                *zip(*known, strict=True), color=OTHER, marker="s", markersize=3, ls="--", label="validation"
            )
        values = [*learned, *(value for _, value in known)]
        if all(0 <= value <= 1 for value in values) and name.endswith(_SHARE):
            low, high = axes.get_ylim()  # a constant is drawn in a range around it, which no share reaches
            axes.set_ylim(max(low, -_EDGE), min(high, 1 + _EDGE))
        axes.set_xlim(min(epochs) - 0.5, max(epochs) + 0.5)
        axes.set_xlabel("epoch")
        axes.set_ylabel(name)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid()
        axes.legend()

    return draw(paint)
