"""SVG for the page: its colours, its names, no style attribute."""

from __future__ import annotations

import re
from xml.parsers import expat

import numpy as np
import pytest
from matplotlib.axes import Axes

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.themed_svg import INK, RULE, themed


def paint(axes: Axes) -> None:
    """Lines, markers, pixels and a hostile label."""
    axes.plot([0, 1, 2], [1, 3, 2], marker="o", color="#2f7fc1", label="</svg><script>$x$")
    axes.scatter(np.arange(3), np.arange(3), rasterized=True)
    axes.set_xlabel("a & b")
    axes.grid()
    axes.legend()


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return draw(paint)


def test_it_is_one_element_with_a_description(drawing: Drawing) -> None:
    markup = drawing.markup("lines", "three <points>")
    expat.ParserCreate().Parse(markup, True)  # well-formed
    root, after = markup.split(">", 1)
    assert 'role="img"' in root
    assert 'aria-labelledby="lines-alt"' in root
    assert after.startswith('<title id="lines-alt">three &lt;points&gt;</title>')


def test_nothing_in_it_needs_more_than_the_page_allows(drawing: Drawing) -> None:
    markup = drawing.markup("lines", "")
    assert "style=" not in markup
    assert "<style" not in markup
    assert "<script" not in markup
    assert "&lt;script&gt;$x$" in markup
    assert not re.findall(r'href="(?!#|data:image/png;base64,)', markup)
    assert "http" not in markup


def test_ink_follows_the_page_and_data_does_not(drawing: Drawing) -> None:
    markup = drawing.markup("lines", "")
    assert INK not in markup
    assert RULE not in markup
    assert 'fill="currentColor"' in markup
    assert "var(--rule)" in markup
    assert "#2f7fc1" in markup


def test_references_lead_to_names_of_their_own(drawing: Drawing) -> None:
    markup = drawing.markup("lines", "")
    names = re.findall(r' id="([^"]*)"', markup)
    used = set(re.findall(r'(?:href="|url\()#([^")]*)', markup))
    assert used
    assert used <= set(names)
    assert len(names) == len(set(names))
    assert all(name.startswith("lines-") for name in names)


def test_the_same_figure_gives_the_same_bytes(drawing: Drawing) -> None:
    assert draw(paint) == drawing
    assert not re.search(r"20\d\d-\d\d|[Mm]atplotlib v", drawing.svg)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        themed("<svg></svg>", "a", "b")
