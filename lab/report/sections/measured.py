"""Measurements of several things in one table, and how many limits they miss."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from lab.batteries.measurement import LEVEL, Measurement
from lab.report.chance import Rejections
from lab.report.figures.limits import misses
from lab.report.listing import Listing

_DIGITS = 5
_COLUMNS = ("of", "figure", "value", "expected", "limits", "within", "p_value")


def measured_listing(caption: str, name: str, found: Mapping[str, Sequence[Measurement]]) -> Listing:
    """A row for each measurement.

    Args:
        caption: of the table.
        name: of its CSV file.
        found: by what was measured.
    """
    rows = [_row(of, one) for of, measured in found.items() for one in measured]
    return Listing(caption, _COLUMNS, rows, name)


def missed_limits(found: Mapping[str, Sequence[Measurement]]) -> Rejections:
    """How many limits of 99 % are missed."""
    judged = [one for measured in found.values() for one in measured if one.limits is not None]
    missed = sum(misses(one) for one in judged)
    least = min((one.p_value for one in judged if one.p_value is not None), default=None)
    return Rejections("figures", "outside their 99 % limits", missed, len(judged), LEVEL, least)


def _row(of: str, one: Measurement) -> dict[str, Any]:
    values = (
        of,
        one.name,
        rounded(one.value),
        rounded(one.expected),
        one.limits.text() if one.limits else None,
        not misses(one) if one.limits else None,
        rounded(one.p_value),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def rounded(value: float | None) -> float | str | None:
    """A figure with the digits that a table needs."""
    if value is None or not math.isfinite(value):
        return None if value is None else str(value)
    return float(f"{value:.{_DIGITS}g}")
