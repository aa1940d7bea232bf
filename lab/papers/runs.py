"""Finds what earlier runs reported: any ``report.json`` below a folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lab.evaluation.report import FORMAT, REPORT
from lab.training.plans import Kind, TrainingPlan

_DECIDING = (
    *("batch", "learning_rate", "schedule", "patience", "kernel_l2", "dense_l2", "feature_l2", "dropouts"),
    *("features", "sensors", "mirrored"),
)
"""What makes another network of as many epochs; seeds do too, but the paper names none."""


@dataclass(frozen=True)
class Run:
    """One report.

    Attributes:
        path: of its ``report.json``.
        record: what it says.
    """

    path: Path
    record: dict[str, Any]

    def source(self) -> str:
        """What it was measured with, for people."""
        network, learned = self.record["network"], self.record["learned_from"]
        tested = "; ".join(one["origin"] for one in self.record["tested_on"])
        return (
            f"{self.path}, {network['kind']} network after {network['epochs']} epochs{self._otherwise()}, "
            f"learned from {learned['origin']}, tested on {tested}"
        )

    def _otherwise(self) -> str:
        """What of its plan is not the paper's configuration, which the default is."""
        network = self.record["network"]
        plan, printed = network.get("plan") or {}, asdict(TrainingPlan(kind=Kind(network["kind"])))
        other = [
            f"{name.replace('_', ' ')} {_word(plan[name])} instead of {_word(printed[name])}"
            for name in _DECIDING
            if name in plan and _word(plan[name]) != _word(printed[name])
        ]
        return f" ({', '.join(other)})" if other else ""


def find_run(folder: Path, kind: str, protocol: str) -> Run | None:
    """The report of a kind of network below a folder.

    Of several, the one tested on most prints is taken, then the one trained longest, then the first by name.

    Args:
        folder: where runs lie; it need not exist.
        kind: ``subject``, ``finger`` or ``embedding``.
        protocol: ``paper`` or ``honest``.
    """
    runs = [run for path in sorted(folder.rglob(REPORT)) if (run := _read(path)) is not None]
    fitting = [
        run for run in runs if run.record["protocol"] == protocol and run.record["network"]["kind"] == kind
    ]
    return max(fitting, key=_weight, default=None)


def _word(value: Any) -> str:
    """One setting as it is shown; a list that was a tuple, and a part that was a switch, are the same."""
    if isinstance(value, list | tuple):
        return " and ".join(map(_word, value))
    return value if isinstance(value, str) else f"{float(value):g}"


def _weight(run: Run) -> tuple[int, int]:
    return sum(one["prints"] for one in run.record["tested_on"]), run.record["network"]["epochs"]


def _read(path: Path) -> Run | None:
    """A report of this release; None for any other file of that name."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ours = isinstance(record, dict) and record.get("report") == FORMAT
    return Run(path, record) if ours else None
