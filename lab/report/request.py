"""What a report was asked to be about."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lab.datasets.print_set import PrintSet

USERS = (1, 3, 5, 173, 174, 175)
"""The people whose keys paper 003 shows, in its tables 8 to 18."""


@dataclass(frozen=True, eq=False)
class Request:
    """The command line's wishes.

    Attributes:
        paper: number of the paper, such as ``003``.
        runs: folder with what trainings and evaluations wrote; it need not exist.
        prints: data set whose people's keys are shown; None for synthetic people.
        users: numbers of those people, each once.
        images: folder of pictures that tables are made of; None where none is named.
        weights: folder of the networks' published weights.
        seed: of the synthetic people and of whatever else is drawn at random.
    """

    paper: str
    runs: Path
    prints: PrintSet | None = field(default=None, repr=False)
    users: tuple[int, ...] = USERS
    seed: int = 0
    images: Path | None = None
    weights: Path | None = None
