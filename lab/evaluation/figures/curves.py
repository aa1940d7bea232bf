"""Loss and accuracy over the epochs (paper 003, figures 5 and 6)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lab.evaluation.figures.canvas import OTHER, OURS, PLAIN, Sheet

Rows = Sequence[dict[str, float]]


def training_curves(
    title: str, history: Rows, statement: Sequence[str], baseline: float | None = None
) -> bytes:
    """A PNG with a panel for the loss and one for the accuracy.

    Args:
        title: over the picture.
        history: one row an epoch: ``epoch``, ``loss``, ``accuracy`` and both with ``validation_``.
        statement: what the picture says of itself.
        baseline: accuracy of the plain baseline, drawn as a line across.
    """
    sheet = Sheet(title, statement, panels=2)
    for axes, column in zip(sheet.axes, ("loss", "accuracy"), strict=True):
        _panel(axes, history, column)
    if baseline is not None:
        sheet.axes[1].axhline(baseline, color=PLAIN, linewidth=1, linestyle="--", label="baseline")
    for axes in sheet.axes:
        axes.legend(fontsize=8)
    return sheet.png()


def _panel(axes: Axes, history: Rows, column: str) -> None:
    epochs = [row["epoch"] for row in history]
    axes.plot(epochs, [row[column] for row in history], color=OURS, label="training")
    validated = [row[f"validation_{column}"] for row in history]
    axes.plot(epochs, validated, color=OTHER, marker=".", label="validation")
    axes.set_xlabel("epoch")
    axes.set_ylabel(column)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.3)
