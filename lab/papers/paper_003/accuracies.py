"""Table 5: accuracy and loss of the two networks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lab.papers.runs import Run, find_run
from lab.papers.tables import Table

MODELS = {"subject": 1, "finger": 2}
"""The paper's numbers of its models."""

_PRINTED = {
    "subject": {"real": (0.99733334, 0.0563811), "validation": (0.9943, 0.0947)},
    "finger": {"real": (0.99833333, 0.1004451), "validation": (0.9856, 0.1387)},
}
"""Accuracy and loss: its "training" columns under ``real``, its "testing" columns under ``validation``."""

_PRINTED_FPR = 0.000185
_REAL_PRINTS = 6000

_FINDINGS = (
    "its training accuracies are 5,984 and 5,990 of 6,000, so they were measured on the 6,000 real prints; "
    "its testing column is probably the fifth of the altered prints that was kept for validation",
    "its false positive rate of .000185 is 10 / (9 · 6,000), the finger network's 10 errors, and confirms it",
    "the abstract's 99.75 % is not the table's 99.73 %",
    "every real print is tested after alterations of that very print were learned: the nearest of them on "
    "24 x 24 pixels does about as well, without any training",
    "losses have the L2 terms in them",
)


def table_5(runs: Path) -> Table:
    """The table, from the reports of a subject and a finger network."""
    found = {kind: find_run(runs, kind, "paper") for kind in MODELS}
    rows = [row for kind, run in found.items() for row in _rows(kind, run)]
    return Table(
        paper="003",
        number=5,
        about="accuracy and loss of the two networks",
        columns=("model", "figure", "paper", "ours"),
        rows=rows,
        source="; ".join(run.source() for run in found.values() if run),
        findings=_FINDINGS,
        missing=what_to_run([kind for kind, run in found.items() if run is None], runs),
    )


def what_to_run(kinds: list[str], runs: Path) -> list[str]:
    """The commands that make the reports that are missing, one after the other."""
    return [
        command
        for kind in kinds
        for command in (
            f"ridgekey-lab train {kind} PRINTS --out {runs / kind}",
            f"ridgekey-lab evaluate {runs / kind / kind}.pt PRINTS --protocol paper",
        )
    ]


def _rows(kind: str, run: Run | None) -> list[dict[str, Any]]:
    tests = run.record["classes"] if run else {}
    printed, model = _PRINTED[kind], f"{MODELS[kind]} ({kind})"
    errors = round((1 - printed["real"][0]) * _REAL_PRINTS)
    real, kept = tests.get("real"), tests.get("validation")
    rows = [
        ("wrong of the real prints", f"{errors} of {_REAL_PRINTS:,}", _errors(real)),
        ("accuracy on the real prints", _percent(printed["real"][0]), _percent(_of(real, "accuracy"))),
        ("loss on the real prints", printed["real"][1], _rounded(_of(real, "loss_with_l2"))),
        ("accuracy in validation", _percent(printed["validation"][0]), _percent(_of(kept, "accuracy"))),
        ("loss in validation", printed["validation"][1], _rounded(_of(kept, "loss_with_l2"))),
        ("false positive rate", _PRINTED_FPR if kind == "finger" else None, _fpr(real)),
        ("accuracy of the baseline on the real prints", None, _baseline(real)),
    ]
    return [{"model": model, "figure": name, "paper": paper, "ours": ours} for name, paper, ours in rows]


def _of(test: dict[str, Any] | None, name: str) -> float | None:
    return test[name] if test else None


def _errors(test: dict[str, Any] | None) -> str | None:
    return f"{test['errors']:,} of {test['prints']:,}" if test else None


def _percent(part: float | None) -> str | None:
    return f"{part:.2%}" if part is not None else None


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if value is not None else None


def _fpr(test: dict[str, Any] | None) -> float | None:
    # Six places would hide the subject network's, which divides by 599 other people.
    return float(f"{test['false_positive_rate']:.3g}") if test else None


def _baseline(test: dict[str, Any] | None) -> str | None:
    return _percent(test["baselines"][0]["accuracy"]) if test else None
