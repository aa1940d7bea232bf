"""Loss and accuracy over the epochs of trainings (paper 003, figures 5 and 6)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.curves import epoch_curves
from lab.report.section import Section
from shared.stores.atomic import read_file

HISTORY = "history.csv"
"""What a training writes, a row an epoch."""

_FIGURES = ("loss", "accuracy")
_MOST_BYTES = 1 << 20

_LEAD = (
    "Both lines should level off. A validation line that turns away from the other one means that prints "
    "are being learned by heart. Whatever the accuracy, it says how well prints are told apart and nothing "
    "about how secret a key is that is made with the network.",
)

Row = dict[str, float | None]


@dataclass(frozen=True)
class Training:
    """What one training wrote down.

    Attributes:
        name: its folder below that of the runs, with hyphens.
        rows: an epoch each.
        folder: where it was found.
    """

    name: str
    rows: Sequence[Row]
    folder: Path


def find_trainings(runs: Path) -> list[Training]:
    """Trainings below a folder, by name; files that are no such histories are left out.

    Args:
        runs: the folder; it need not exist.
    """
    found: dict[str, Training] = {}
    for path in sorted(runs.rglob(HISTORY)):
        name = _name(runs, path)
        unused = name if name not in found else f"{name}-{len(found)}"
        if rows := _read(path):
            found[unused] = Training(unused, rows, path.parent)
    return list(found.values())


def training_sections(trainings: Sequence[Training]) -> list[Section]:
    """Curves of each training; how to read them stands over the first."""
    return [
        Section(
            f"training-{training.name}",
            f"Training {training.name}",
            () if place else _LEAD,
            [Charts([figure_chart(training, figure) for figure in _FIGURES])],
        )
        for place, training in enumerate(trainings)
    ]


def _name(runs: Path, path: Path) -> str:
    parts = path.parent.relative_to(runs).parts or (runs.resolve().name,)
    return "-".join("".join(c if c.isalnum() else "-" for c in part) for part in parts)


def _read(path: Path) -> list[Row]:
    """Rows of a history; none if the file is something else."""
    lines = read_file(path, _MOST_BYTES).decode(errors="replace").splitlines()
    try:
        rows = [
            {name: float(value) if value else None for name, value in row.items() if name}
            for row in csv.DictReader(lines)
        ]
    except (TypeError, ValueError, csv.Error):
        return []
    wanted = ("epoch", *_FIGURES)
    return rows if all(row.get(name) is not None for row in rows for name in wanted) else []


def figure_chart(training: Training, figure: str) -> Chart:
    """A figure over the epochs.

    Args:
        training: whose.
        figure: the name of its column; ``validation_`` stands before that of the prints kept.
    """
    columns, shown = ("epoch", figure, f"validation_{figure}"), figure.replace("_", " ")
    values = [[row.get(column) for column in columns] for row in training.rows]
    epochs, learned, validated = (list(column) for column in zip(*values, strict=True))
    drawing = epoch_curves([e or 0 for e in epochs], [v or 0 for v in learned], validated, shown)
    kept = f"; in validation {validated[-1]:.4g}" if validated[-1] is not None else ""
    alt = (
        f"Line chart of {shown} over {len(epochs)} epochs: {learned[0]:.4g} in the first, "
        f"{learned[-1]:.4g} in the last{kept}."
    )
    return Chart(
        f"{training.name}: {shown}",
        alt,
        drawing,
        DataFile(f"training-{training.name}-{shown.replace(' ', '-')}", columns, values),
    )
