"""Entropy, chi-square and the other key tests of paper 003, each beside the limits of uniform bytes."""

from __future__ import annotations

import re

from lab.batteries.keys import measure_key
from lab.batteries.measurement import Measurement
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.limits import beside_limits
from lab.report.section import Block, Section
from lab.report.sections.measured import measured_listing, missed_limits
from lab.report.tested_keys import TestedKeys
from lab.report.verdict import Verdict

_LEAD = (
    "Each dot is a key. The grey band is where 99 % of uniform keys of the same length lie, the line is "
    "their mean: of a hundred dots one is outside by chance. An entropy above the band is no better than "
    "one below it. It tells of a histogram that was flattened on purpose, as the paper's swarm does.",
)
_COLUMNS = ("key", "value", "expected", "low", "high", "p_value")


def key_figure_section(keys: TestedKeys) -> Section:
    """A chart for each test, all of them as a table, and how many limits are missed."""
    found = {name: measure_key(key) for name, key in zip(keys.names, keys.keys, strict=True)}
    kinds = zip(*found.values(), strict=True)
    charts = Charts([_chart(list(keys.names), list(kind)) for kind in kinds])
    listing = measured_listing("Key tests, with p-values", "key-tests", found)
    blocks: list[Block] = [Verdict(missed_limits(found)), charts, listing]
    return Section("key-tests", "Entropy, chi-square and other key tests", _LEAD, blocks)


def _chart(names: list[str], measured: list[Measurement]) -> Chart:
    first = measured[0]
    values = [one.value for one in measured]
    missed = [name for name, one in zip(names, measured, strict=True) if one.within is False]
    kept = first.limits.text() if first.limits else "unknown"
    alt = (
        f"Dot plot of {first.name}: {min(values):.5g} to {max(values):.5g} over {len(values)} keys; 99 % of "
        f"uniform keys have {kept}. Outside: {', '.join(missed) or 'none'}."
    )
    rows = [[name, *_values(one)] for name, one in zip(names, measured, strict=True)]
    file = DataFile(f"key-{re.sub(r'[^a-z0-9]+', '-', first.name.lower()).strip('-')}", _COLUMNS, rows)
    title = f"{first.name[:1].upper()}{first.name[1:]}"
    return Chart(title, alt, beside_limits([_short(name) for name in names], measured), file)


def _values(one: Measurement) -> list[float | None]:
    limits = one.limits.record() if one.limits else {"low": None, "high": None}
    return [one.value, one.expected, limits["low"], limits["high"], one.p_value]


def _short(name: str) -> str:
    return name.removeprefix("user ")
