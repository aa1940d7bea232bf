"""A chart with its caption, its description for whoever cannot see it, and its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.report.data_file import DataFile
from lab.report.figures.drawing import Drawing
from lab.report.markup import Markup, element


@dataclass(frozen=True)
class Chart:
    """One picture.

    Attributes:
        title: over it.
        alt: what is to be seen in it, in words and figures.
        drawing: the picture.
        data: what was drawn.
        caption: below it, how to read it; empty if the section says so already.
    """

    title: str
    alt: str
    drawing: Drawing
    data: DataFile
    caption: str = ""

    def markup(self) -> Markup:
        """A figure whose caption says what it is, above the picture."""
        below = element("p", self.caption, class_="reading") if self.caption else None
        return element(
            "figure",
            element("figcaption", self.title),
            self.drawing.markup(self.data.name, self.alt),
            below,
            element("p", self.data.link(self.title), class_="data"),
        )

    def files(self) -> Sequence[DataFile]:
        """What was drawn."""
        return (self.data,)


@dataclass(frozen=True)
class Charts:
    """Charts side by side where there is room, one below the other where there is not.

    Attributes:
        charts: in order.
    """

    charts: Sequence[Chart]

    def markup(self) -> Markup:
        """A grid of figures."""
        return element("div", *(chart.markup() for chart in self.charts), class_="charts")

    def files(self) -> Sequence[DataFile]:
        """The data of all of them."""
        return [chart.data for chart in self.charts]
