"""Each byte of a key beside the next one. Of synthetic people alone: a key can be read off its pairs."""

from __future__ import annotations

import numpy as np

from lab.batteries.keys import Key
from lab.batteries.keys.pearson import neighbour_correlation_test
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.scatter import neighbour_scatter
from lab.report.measured_keys import DrawableKeys
from lab.report.section import Block, Section
from lab.report.sections.measured import missed_limits
from lab.report.verdict import Verdict

_LEAD = (
    "Each dot is a byte and the byte after it. Independent bytes fill the square evenly; a cloud that "
    "leans, lines and grids mean that a byte says something about the next one. Their order is left out of "
    "the data, which is sorted.",
)


def key_neighbour_section(keys: DrawableKeys) -> Section:
    """A scatter of each key, and how many correlations are outside their limits."""
    found = {name: [neighbour_correlation_test(key)] for name, key in zip(keys.names, keys.keys, strict=True)}
    charts = [_chart(name, key) for name, key in zip(keys.names, keys.keys, strict=True)]
    blocks: list[Block] = [Verdict(missed_limits(found)), Charts(charts)]
    return Section("key-neighbours", "Bytes beside their neighbours", _LEAD, blocks)


def _chart(name: str, key: Key) -> Chart:
    measured = neighbour_correlation_test(key)
    kept = measured.limits.high if measured.limits else 0.0
    pairs = np.stack([key[:-1], key[1:]])
    pairs = pairs[:, np.lexsort(pairs[::-1])]
    alt = (
        f"Scatter of {pairs.shape[1]:,} pairs of neighbouring bytes. Their correlation is "
        f"{measured.value:.4f}; 99 % of uniform keys are within {kept:.4f} of 0."
    )
    data = DataFile(f"key-neighbours-{name.replace(' ', '-')}", ("byte", "next"), pairs.T.tolist())
    title = f"{name.capitalize()}: r = {measured.value:.4f}"
    return Chart(title, alt, neighbour_scatter(pairs, "byte", "next byte"), data)
