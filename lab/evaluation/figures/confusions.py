"""A confusion matrix as a picture (paper 003, figure 7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from lab.evaluation.confusion import Counts, wrong_pairs
from lab.evaluation.figures.canvas import OTHER, PLAIN, Sheet

NUMBERED = 20
"""Up to so many classes every count is written out; of more, only the confusions are marked."""


def confusion_picture(title: str, matrix: Counts, statement: Sequence[str]) -> bytes:
    """A PNG of the matrix; rows are what is, columns what was told."""
    sheet = Sheet(title, statement)
    axes = sheet.axes[0]
    if len(matrix) <= NUMBERED:
        _numbered(axes, matrix)
    else:
        _marked(axes, matrix)
    axes.set_xlabel("told")
    axes.set_ylabel("is")
    return sheet.png()


def _numbered(axes: Axes, matrix: Counts) -> None:
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            shade = "white" if shares[row, column] > 0.5 else "black"
            axes.text(column, row, str(count), ha="center", va="center", fontsize=6.5, color=shade)
    axes.set_xticks(range(len(matrix)))
    axes.set_yticks(range(len(matrix)))


def _marked(axes: Axes, matrix: Counts) -> None:
    last = len(matrix) - 1
    axes.plot([0, last], [0, last], color=OTHER, linewidth=0.8, label="right")
    wrong = wrong_pairs(matrix)
    if wrong:
        rows, columns, counts = (np.array(part) for part in zip(*wrong, strict=True))
        label = f"wrong: {counts.sum():,} prints"
        axes.scatter(columns, rows, s=10 * counts, color=PLAIN, label=label, zorder=3)
    axes.set_xlim(-1, last + 1)
    axes.set_ylim(last + 1, -1)
    axes.set_aspect("equal")
    axes.legend(fontsize=8, loc="upper right")
