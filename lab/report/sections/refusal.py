"""Says why keys are not drawn."""

from __future__ import annotations

from lab.report.section import Section

_LEAD = (
    "A histogram says most of what a key is, and its bytes beside their neighbours say all of it. These "
    "keys are made of prints that are not known to be synthetic, so that nothing of them is drawn: the "
    "figures that follow do not give a key back.",
    "They do let whoever holds the very picture of an enrolled print find out that a key was made of it. "
    "Keep this report as you keep the prints.",
)


def undrawn_section() -> Section:
    """Stands where histograms, scatters and lags would be."""
    return Section("not-drawn", "Histograms, neighbours and lags are not drawn", _LEAD, ())
