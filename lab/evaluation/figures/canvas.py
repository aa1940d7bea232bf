"""A sheet to draw on: every picture says below it what it shows; the same figures give the same bytes."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

OURS, PLAIN, OTHER = "#1f5fa8", "#c9572a", "#7a7a7a"
"""Colours: what is measured, the plain baseline, anything else."""

_INCHES = (5.2, 4.0)
"""Of one panel."""

_LINE_INCHES = 0.13
"""Of the statement below."""

_LETTERS_AN_INCH = 17


@dataclass
class Sheet:
    """Panels side by side over a statement.

    Attributes:
        title: over all.
        statement: what the picture says of itself, a line each.
        panels: how many.
    """

    title: str
    statement: Sequence[str]
    panels: int = 1
    figure: Figure = field(init=False)
    axes: list[Axes] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the panels out."""
        width = self.panels * _INCHES[0]
        lines = _wrapped(self.statement, int(width * _LETTERS_AN_INCH))
        foot = (len(lines) + 1) * _LINE_INCHES
        height = _INCHES[1] + foot
        self.figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(self.figure)
        self.axes = list(self.figure.subplots(1, self.panels, squeeze=False)[0])
        self.figure.suptitle(self.title, fontsize=11)
        self.figure.get_layout_engine().set(rect=(0, foot / height, 1, 1 - foot / height))
        text = "\n".join(lines)
        self.figure.text(0.01, 0.01, text, fontsize=6.5, va="bottom", color="#444444")

    def png(self) -> bytes:
        """The picture; no date and no program is written into it."""
        written = io.BytesIO()
        self.figure.savefig(written, format="png", dpi=130, metadata={"Software": None})
        return written.getvalue()


def _wrapped(statement: Sequence[str], letters: int) -> list[str]:
    """The statement in as few lines as fit, none longer than ``letters`` unless a word is."""
    lines: list[str] = []
    for part in statement:
        joined = f"{lines.pop()} · {part}" if lines and len(lines[-1]) + len(part) + 3 <= letters else part
        lines += textwrap.wrap(joined, letters)
    return lines
