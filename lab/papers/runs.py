"""Finds what earlier runs reported: any ``report.json`` below a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.evaluation.report import FORMAT, REPORT


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
            f"{self.path}, {network['kind']} network after {network['epochs']} epochs, "
            f"learned from {learned['origin']}, tested on {tested}"
        )


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
