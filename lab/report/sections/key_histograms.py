"""Histograms of keys: how often each byte value occurs. Of synthetic people alone."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from lab.report.chance import Rejections
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.histogram import byte_histogram
from lab.report.measured_keys import DrawableKeys
from lab.report.section import Section
from lab.report.verdict import Verdict
from shared.keygen.histogram import LEVELS, histogram

_USUAL = 0.99

_LEAD = (
    "Uniform bytes have no flat histogram: of {length:,} of them each value occurs {mean:g} times on "
    "average, and the counts scatter around that. Peaks at either end, or a slope, tell of a network that "
    "saturates; a histogram flatter than chance leaves it tells of one that was flattened.",
)


def key_histogram_section(keys: DrawableKeys) -> Section:
    """A histogram of each key, and how many values occur more often than is usual."""
    mean = keys.length / LEVELS
    most = int(binom.ppf(_USUAL, keys.length, 1 / LEVELS))
    counts = [histogram(key) for key in keys.keys]
    charts = [_chart(name, found, mean, most) for name, found in zip(keys.names, counts, strict=True)]
    above = int(sum(np.count_nonzero(found > most) for found in counts))
    level = float(binom.sf(most, keys.length, 1 / LEVELS))
    found = Rejections("values", f"found more than {most} times", above, LEVELS * len(counts), level)
    lead = [paragraph.format(length=keys.length, mean=mean) for paragraph in _LEAD]
    return Section("key-histograms", "Histograms of the keys", lead, [Verdict(found), Charts(charts)])


def _chart(name: str, counts: np.ndarray, mean: float, most: int) -> Chart:
    alt = (
        f"Histogram of {int(counts.sum()):,} bytes. The commonest value, {int(counts.argmax())}, occurs "
        f"{int(counts.max())} times; {int(np.count_nonzero(counts == 0))} values do not occur; uniform bytes "
        f"have {mean:g} of each on average."
    )
    rows = [[value, int(count)] for value, count in enumerate(counts)]
    data = DataFile(f"key-histogram-{name.replace(' ', '-')}", ("value", "count"), rows)
    return Chart(name.capitalize(), alt, byte_histogram(counts, mean, most), data)
