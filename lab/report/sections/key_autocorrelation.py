"""Autocorrelation of keys over fifty lags. Of synthetic people alone."""

from __future__ import annotations

import numpy as np

from lab.batteries.keys import Key
from lab.batteries.keys.autocorrelation import autocorrelations
from lab.batteries.keys.pearson import normal_quantile
from lab.report.chance import Rejections
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.lags import Values, lag_stems
from lab.report.measured_keys import DrawableKeys
from lab.report.section import Section
from lab.report.verdict import Verdict

_LEVEL = 0.05

_LEAD = (
    "How much a byte says about the byte so many places on. Of uniform bytes one lag in twenty is outside "
    "the band, here and there; lags that stand out at regular distances tell of a period.",
)


def key_autocorrelation_section(keys: DrawableKeys) -> Section:
    """The lags of each key, and how many are outside their limits."""
    found = [autocorrelations(key) for key in keys.keys]
    limits = [lag_limits(key.size, values.size) for key, values in zip(keys.keys, found, strict=True)]
    outside = sum(int(np.count_nonzero(np.abs(f) > most)) for f, most in zip(found, limits, strict=True))
    tried = sum(values.size for values in found)
    counted = Rejections("lags", "outside their 95 % limits", outside, tried, _LEVEL)
    charts = Charts([_chart(*drawn) for drawn in zip(keys.names, keys.keys, found, limits, strict=True)])
    return Section("key-autocorrelation", "Autocorrelation", _LEAD, [Verdict(counted), charts])


def lag_limits(length: int, lags: int) -> Values:
    """Within which r(1) to r(lags) of uniform bytes lie 95 times in a hundred, float64 [lags]."""
    limits: Values = normal_quantile(_LEVEL) / np.sqrt(length - np.arange(1, lags + 1))
    return limits


def _chart(name: str, key: Key, found: Values, limits: Values) -> Chart:
    outside = np.flatnonzero(np.abs(found) > limits) + 1
    named = ", ".join(map(str, outside)) or "none"
    alt = (
        f"Autocorrelation of {key.size:,} bytes at lags 1 to {found.size}, from {found.min():.3f} to "
        f"{found.max():.3f}. Lags outside the 95 % limits: {named}."
    )
    lags = range(1, found.size + 1)
    rows = [list(row) for row in zip(lags, found.tolist(), limits.tolist(), strict=True)]
    data = DataFile(f"key-autocorrelation-{name.replace(' ', '-')}", ("lag", "r", "limit"), rows)
    title = f"{name.capitalize()}: {outside.size} of {found.size} lags outside"
    return Chart(title, alt, lag_stems(found, limits), data)
