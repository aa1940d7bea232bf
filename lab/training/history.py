"""What a training writes down while it runs: a CSV row an epoch, and TensorBoard events."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from torch.utils.tensorboard import SummaryWriter

HISTORY = "history.csv"
COLUMNS = (
    "epoch", "step", "loss", "accuracy", "validation_loss", "validation_accuracy", "learning_rate", "seconds"
)  # fmt: skip

Row = dict[str, float]


class Journal:
    """Writes figures as they come.

    Args:
        folder: where the files go.
        writer: of TensorBoard's events.
    """

    def __init__(self, folder: Path, writer: SummaryWriter) -> None:
        self._folder = folder
        self._writer = writer

    def step(self, step: int, loss: float, accuracy: float) -> None:
        """Figures of the steps since the last time."""
        self._writer.add_scalar("step/loss", loss, step)
        self._writer.add_scalar("step/accuracy", accuracy, step)

    def epoch(self, history: list[Row]) -> None:
        """The last row's figures; the CSV is written anew, so that it always fits the checkpoint."""
        last = history[-1]
        for column in COLUMNS[2:]:
            self._writer.add_scalar(f"epoch/{column}", last[column], int(last["epoch"]))
        self._writer.flush()
        write_history(self._folder / HISTORY, history)


@contextmanager
def journal(folder: Path, step: int) -> Iterator[Journal]:
    """Keep a journal in ``folder``; events of steps after ``step``, of an attempt broken off, are hidden."""
    with SummaryWriter(str(folder), purge_step=step + 1) as writer:
        yield Journal(folder, writer)


def write_history(path: Path, history: list[Row]) -> None:
    """Write one row an epoch, with :data:`COLUMNS` as the header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({key: round(value, 6) for key, value in row.items()} for row in history)
