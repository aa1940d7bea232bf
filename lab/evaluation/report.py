"""The report of an evaluation: what was measured on what, by which protocol, beside which baseline."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from lab.datasets.fvc import FvcSet
from lab.datasets.print_set import PrintSet
from lab.evaluation.baseline import NAME
from lab.evaluation.class_tests import ClassTest
from lab.evaluation.pair_tests import PairTest

FORMAT = "ridgekey evaluation 1"
REPORT = "report.json"


@dataclass(frozen=True, eq=False)
class Report:
    """Everything that an evaluation found.

    Attributes:
        protocol: ``paper`` or ``honest``.
        network: what was evaluated: kind, epochs, SHA-256 of its file.
        learned_from: what is known of the prints it learned from.
        tested_on: where the tested prints come from.
        classes: tests of a classifier.
        pairs: tests of a comparer.
        not_measured: what could not be measured, and why.
        history: one row for each epoch of the training.
    """

    protocol: str
    network: dict[str, Any]
    learned_from: dict[str, Any]
    tested_on: list[dict[str, Any]]
    classes: list[ClassTest] = field(default_factory=list)
    pairs: list[PairTest] = field(default_factory=list)
    not_measured: list[str] = field(default_factory=list)
    history: list[dict[str, float]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """The report as JSON holds it."""
        return {
            "report": FORMAT,
            "protocol": self.protocol,
            "baseline": NAME,
            "network": self.network,
            "learned_from": self.learned_from,
            "tested_on": self.tested_on,
            "classes": {test.name: test.record() for test in self.classes},
            "pairs": {test.name: test.record() for test in self.pairs},
            "not_measured": self.not_measured,
        }

    def statement(self) -> list[str]:
        """What every file of the report says of itself, a line each."""
        tested = "; ".join(source["origin"] for source in self.tested_on)
        return [
            f"protocol: {self.protocol}",
            f"network: {self.network['kind']}, SHA-256 {self.network['sha256'][:16]}",
            f"learned from: {self.learned_from['origin']}",
            f"tested on: {tested}",
            f"baseline: {NAME}",
        ]


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_prints(prints: PrintSet) -> dict[str, Any]:
    """Where a set comes from, how much it is, and SHA-256 of its pictures."""
    return {
        "origin": prints.origin,
        "redistributable": prints.redistributable,
        "people": len(np.unique(prints.subjects)),
        "prints": len(prints),
        "sha256": hashlib.sha256(np.ascontiguousarray(prints.pixels).data).hexdigest(),
    }


def describe_fvc(impressions: FvcSet) -> dict[str, Any]:
    """The same of an FVC database."""
    digest = hashlib.sha256()
    for pixels in impressions.pixels:
        digest.update(np.ascontiguousarray(pixels).data)
    fingers = len(np.unique(impressions.fingers))
    return {
        "origin": f"FVC database of {fingers} fingers",
        "redistributable": False,
        "fingers": fingers,
        "prints": len(impressions),
        "sha256": digest.hexdigest(),
    }
