"""Tables 6 and 7: precision, recall and F1 of every person and of every finger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lab.evaluation.report_tables import PER_CLASS, read_table
from lab.papers.paper_003.accuracies import what_to_run
from lab.papers.runs import Run, find_run
from lab.papers.tables import Table

_RATES = ("precision", "recall", "f1")
_FIGURES = (*_RATES, "prints")
_COLUMNS = ("class", *(f"{whose}{figure}" for figure in _FIGURES for whose in ("paper_", "")))

_SUBJECTS = {place: (1.0, 1.0, 1.0, 10) for place in (0, 1, 2, 3, 4, 5, 597, 598, 599)}
_FINGERS = {place: (1.0, 0.99 if place == 0 else 1.0, 1.0, 600) for place in range(10)}
"""What the paper prints of single classes: precision, recall, F1, number of prints."""

_ALL = 6000

_SWAPPED = (
    "the captions of tables 6 and 7 are swapped: 6 shows 600 people with 10 prints each, 7 ten fingers of 600"
)
_ROUNDED = "its accuracy of 1.00 is {part} rounded to two places: it hides {errors} errors"


def table_6(runs: Path) -> Table:
    """Figures of the people, from the report of a subject network."""
    findings = (_SWAPPED, _ROUNDED.format(part=".9973", errors=16))
    return _table(runs, "subject", 6, "figures of each person, and their averages", _SUBJECTS, findings)


def table_7(runs: Path) -> Table:
    """Figures of the fingers, from the report of a finger network."""
    findings = (
        _SWAPPED,
        _ROUNDED.format(part=".9983", errors=10),
        "recall .99 of finger 0 means that at least 3 of the 10 errors are left little fingers",
    )
    return _table(runs, "finger", 7, "figures of each finger, and their averages", _FINGERS, findings)


def _table(
    runs: Path,
    kind: str,
    number: int,
    about: str,
    printed: dict[int, tuple[float, float, float, int]],
    findings: tuple[str, ...],
) -> Table:
    run = find_run(runs, kind, "paper")
    classes = _classes(run)
    rows = [_row(str(place), figures, classes.get(str(place))) for place, figures in printed.items()]
    return Table(
        paper="003",
        number=number,
        about=about,
        columns=_COLUMNS,
        rows=[*rows, *_averages(run)],
        source=run.source() if run else "",
        findings=findings,
        missing=_missing(run, kind, runs, shown=bool(classes)),
    )


def _missing(run: Run | None, kind: str, runs: Path, *, shown: bool) -> list[str]:
    """What to type for the figures that are not there."""
    if run is None or shown:
        return what_to_run([] if run else [kind], runs)
    network = run.path.parent / run.record["network"]["file"]
    return [f"ridgekey-lab evaluate {network} PRINTS --protocol paper"]


def _classes(run: Run | None) -> dict[str, dict[str, Any]]:
    """Our figures of every class; none where there is no run."""
    if run is None:
        return {}
    try:
        rows = read_table(run.path.parent / "real" / PER_CLASS)
    except OSError:  # somebody kept the report alone: its averages can still be shown
        return {}
    return {
        row["class"]: {"prints": int(row["support"])} | {rate: float(row[rate]) for rate in _RATES}
        for row in rows
    }


def _averages(run: Run | None) -> list[dict[str, Any]]:
    real = run.record["classes"].get("real") if run else None
    count = {"prints": real["prints"]} if real else {}
    whole = {"f1": real["accuracy"]} | count if real else None
    rows = [_row("accuracy", (None, None, 1.0, _ALL), whole)]
    for name in ("macro", "weighted"):
        rows.append(_row(name, (1.0, 1.0, 1.0, _ALL), real[name] | count if real else None))
    return rows


def _row(name: str, printed: tuple[float | None, ...], ours: dict[str, Any] | None) -> dict[str, Any]:
    row: dict[str, Any] = {"class": name}
    for column, paper in zip(_FIGURES, printed, strict=True):
        value = ours.get(column) if ours else None
        row[f"paper_{column}"] = paper
        row[column] = round(value, 4) if isinstance(value, float) else value
    return row
