"""Colours can be told from the page and from each other."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from lab.report.figures.palette import (
    DARK_INK,
    DARK_PAGE,
    LIGHT_INK,
    LIGHT_PAGE,
    LIMIT,
    OTHER,
    OURS,
    P_VALUE_SHADES,
    P_VALUE_STEPS,
    contrast,
    luminance,
)
from lab.report.stylesheet import STYLE


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [OURS, OTHER, LIMIT])
@pytest.mark.parametrize("page", [LIGHT_PAGE, DARK_PAGE])
def test_data_stands_out_on_both_pages(colour: str, page: str) -> None:
    assert contrast(colour, page) >= 3


def test_text_stands_out_on_its_page_and_on_what_is_raised() -> None:
    themes = re.split(r"@media", STYLE)[:3]
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", theme))
        for name in ("ink", "quiet", "link", "more", "fewer"):
            assert contrast(colours[name], colours["page"]) >= 4.5, name
            assert contrast(colours[name], colours["raised"]) >= 4.5, name
        assert contrast(colours["rule"], colours["page"]) >= 3
    assert {LIGHT_INK, DARK_INK} <= set(re.findall(r"#[0-9a-f]{6}", STYLE))


def test_smaller_p_values_are_darker_also_without_colour() -> None:
    shades = [luminance(shade) for shade in P_VALUE_SHADES]
    assert shades == sorted(shades)
    assert all(contrast(one, other) > 1.2 for one, other in pairwise(P_VALUE_SHADES))
    assert len(P_VALUE_STEPS) == len(P_VALUE_SHADES) + 1
