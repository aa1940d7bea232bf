"""The colours of a report, chosen to be told apart and read on a light page and on a dark one.

Ink and rules follow the page. The colours of data are the same on both, since what is drawn as pixels cannot
change: each has a contrast of at least 3 : 1 with either page (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

LIGHT_PAGE, DARK_PAGE = "#ffffff", "#14171c"
"""What charts are drawn on."""

LIGHT_INK, DARK_INK = "#1c2128", "#e3e7ed"

OURS, OTHER, LIMIT = "#2f7fc1", "#c9652b", "#7c8794"
"""What was measured, what stands beside it, and what an ideal source gives."""

P_VALUE_STEPS = (0.0, 1e-6, 1e-4, 1e-3, 1e-2, 5e-2, 1.0)
"""Between which p-values the shades of a heat map change."""

P_VALUE_SHADES = ("#5a0010", "#a81016", "#dd4a2b", "#f48a52", "#fbbd84", "#eef2f6")
"""From the smallest p-values to those above .05: the darker, the further from chance, also without colour."""

CELL_INKS = ("#101318", "#ffffff")
"""What is written into shaded cells; never black, which matplotlib leaves out as the default."""

NOT_APPLICABLE = "#9aa3ad"


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0..1 (WCAG 2.2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1..21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
