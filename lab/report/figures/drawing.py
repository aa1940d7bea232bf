"""Draws with matplotlib and gives SVG for the page: the same figures give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from lab.report.figures.themed_svg import INK, RULE, themed
from lab.report.markup import Markup

WIDE, SMALL = (6.8, 3.0), (4.0, 2.9)
"""Inches of a chart by itself, and of one among others."""

_STYLE: Any = {
    "svg.hashsalt": "ridgekey",
    "svg.fonttype": "none",  # text stays text: it can be searched, and takes the page's ink
    "text.parse_math": False,  # a name may have dollars in it
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.facecolor": "none",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "grid.color": RULE,
    "grid.linewidth": 0.4,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.family": "DejaVu Sans",  # matplotlib brings it, so that every machine lays out alike
    "font.size": 9,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "path.simplify": False,
}
_RASTER_DPI = 150
"""Of the parts that are drawn as pixels."""

Painter = Callable[[Axes], None]


@dataclass(frozen=True)
class Drawing:
    """A picture that the page can hold.

    Attributes:
        svg: as matplotlib wrote it.
    """

    svg: str

    def markup(self, name: str, alt: str) -> Markup:
        """The picture as an element.

        Args:
            name: tells its parts from those of other pictures of the page; letters, digits and hyphens.
            alt: what is to be seen in it.
        """
        return themed(self.svg, name, alt)


def draw(paint: Painter, inches: tuple[float, float] = SMALL) -> Drawing:
    """Draw one pair of axes.

    Args:
        paint: draws on them; with :data:`INK` and :data:`RULE` where a colour is to follow the page.
        inches: width and height.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=inches, layout="constrained")
        FigureCanvasSVG(figure)
        paint(figure.subplots())
        written = io.BytesIO()
        undated = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(written, format="svg", dpi=_RASTER_DPI, metadata=undated)
    return Drawing(written.getvalue().decode())
