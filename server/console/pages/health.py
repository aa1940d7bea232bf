"""The doctor's findings, the gravest first, each with the command that puts it right."""

from __future__ import annotations

from collections import Counter

from server.console.cells import time
from server.console.desk import Desk, Query, View
from shared.diagnosis.findings import Level

_ORDER = (Level.FAILURE, Level.WARNING, Level.OK)
_WORDS = {Level.FAILURE: "failed", Level.WARNING: "to see to", Level.OK: "sound"}
_TONES = {Level.FAILURE: "bad", Level.WARNING: "careful", Level.OK: "good"}


def health(desk: Desk, query: Query) -> View:
    """Every check of ``ridgekey doctor``."""
    del query
    found = desk.examination.get()
    answers = sorted(found.value, key=lambda answer: _ORDER.index(answer.finding.level))
    counted = Counter(answer.finding.level for answer in answers)
    values = {
        "findings": tuple(
            (each.check, each.finding, _WORDS[each.finding.level], _TONES[each.finding.level])
            for each in answers
        ),
        "counts": tuple((_WORDS[level], counted[level], _TONES[level]) for level in _ORDER),
        "at": time(found.at),
    }
    summary = ", ".join(f"{counted[level]} {_WORDS[level]}" for level in _ORDER)
    return View("health.html", "Health", values, summary=summary)
