"""Entropy, chi-square and the other key tests of paper 003, each beside the limits of uniform bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scipy.stats import combine_pvalues

from lab.batteries.keys import measure_key
from lab.batteries.measurement import Measurement
from lab.report.chance import Rejections
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.limits import beside_limits, misses
from lab.report.measured_keys import MeasuredKeys
from lab.report.section import Block, Folded, Section
from lab.report.sections.measured import measured_listing, missed_limits
from lab.report.verdict import Verdict

_LEAD = (
    "Each dot is a key. The grey band is where 99 % of uniform keys of the same length lie, the line is "
    "their mean: of a hundred dots one is outside by chance. An entropy above the band is no better than "
    "one below it. It tells of a histogram that was flattened on purpose, as the paper's swarm does.",
    "Keys that are all a little off on the same side are each inside the band and yet too many to be chance. "
    "So the p-values of all keys are also taken together, by Fisher's method.",
)
ALPHA = 0.01
"""At which all keys together are counted as a rejection."""

_COLUMNS = ("key", "value", "expected", "low", "high", "p_value")


def key_figure_section(keys: MeasuredKeys) -> Section:
    """A chart for each test, all of them as a table, and how many limits are missed."""
    found = {name: measure_key(key) for name, key in zip(keys.names, keys.keys, strict=True)}
    kinds = [list(kind) for kind in zip(*found.values(), strict=True)]
    together = [p_value for kind in kinds if (p_value := taken_together(kind)) is not None]
    below = sum(p_value < ALPHA for p_value in together)
    outside = f"below {ALPHA:g} when all keys are taken together"
    counted = Rejections("tests", outside, below, len(together), ALPHA, min(together, default=None))
    charts = Charts([_chart(list(keys.names), kind) for kind in kinds])
    listing = measured_listing("Key tests, with p-values", "key-tests", found)
    folded = Folded("All figures as a table", listing)
    blocks: list[Block] = [Verdict(missed_limits(found)), Verdict(counted), charts, folded]
    return Section("key-tests", "Entropy, chi-square and other key tests", _LEAD, blocks)


def taken_together(measured: Sequence[Measurement]) -> float | None:
    """One p-value of the same test on several keys (Fisher, 1925); None where the test gives none.

    It takes the keys for independent, and is too large where p-values can only take a few values.
    """
    p_values = [one.p_value for one in measured if one.p_value is not None]
    return float(combine_pvalues(p_values, method="fisher").pvalue) if p_values else None


def _chart(names: list[str], measured: list[Measurement]) -> Chart:
    first = measured[0]
    values = [one.value for one in measured]
    missed = [name for name, one in zip(names, measured, strict=True) if misses(one)]
    kept = first.limits.text() if first.limits else "unknown"
    alt = (
        f"Dot plot of {first.name}: {min(values):.5g} to {max(values):.5g} over {len(values)} keys; 99 % of "
        f"uniform keys have {kept}. Outside: {', '.join(missed) or 'none'}."
    )
    rows = [[name, *_values(one)] for name, one in zip(names, measured, strict=True)]
    file = DataFile(f"key-{re.sub(r'[^a-z0-9]+', '-', first.name.lower()).strip('-')}", _COLUMNS, rows)
    title = f"{first.name[:1].upper()}{first.name[1:]}"
    together = taken_together(measured)
    caption = "" if together is None else f"All keys together: p = {together:.2g}"
    return Chart(title, alt, beside_limits([_short(name) for name in names], measured), file, caption)


def _values(one: Measurement) -> list[float | None]:
    limits = one.limits.record() if one.limits else {"low": None, "high": None}
    return [one.value, one.expected, limits["low"], limits["high"], one.p_value]


def _short(name: str) -> str:
    return name.removeprefix("user ")
