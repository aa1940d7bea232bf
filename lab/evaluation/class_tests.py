"""A classifier on one set of prints: what it told, and what the plain baseline told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lab.evaluation.binomial import rate_bounds
from lab.evaluation.class_report import accuracy, averaged_false_positive_rate, class_report, error_count
from lab.evaluation.confusion import Counts


@dataclass(frozen=True)
class BaselineFigure:
    """What the nearest learned print told.

    Attributes:
        learned_from: which prints were searched.
        prints: how many.
        errors: classes told wrong.
        accuracy: the part told right.
        both_right: the part of which person and finger were right.
    """

    learned_from: str
    prints: int
    errors: int
    accuracy: float
    both_right: float


@dataclass(frozen=True, eq=False)
class ClassTest:
    """One measurement of a classifier.

    Attributes:
        name: of the folder its files go to.
        about: what was tested, for people.
        matrix: confusions; rows are what is.
        loss: mean cross-entropy.
        penalty: what the plan's L2 terms add to it; the paper's losses have it in them.
        baselines: the first is the one to be compared with.
    """

    name: str
    about: str
    matrix: Counts
    loss: float
    penalty: float
    baselines: Sequence[BaselineFigure]

    def record(self) -> dict[str, Any]:
        """Everything but the single classes, as JSON holds it."""
        report, prints, errors = class_report(self.matrix), int(self.matrix.sum()), error_count(self.matrix)
        lower, upper = rate_bounds(prints - errors, prints)
        return {
            "about": self.about,
            "prints": prints,
            "classes": len(self.matrix),
            "errors": errors,
            "accuracy": accuracy(self.matrix),
            "accuracy_bounds": [lower, upper],
            "false_positive_rate": averaged_false_positive_rate(self.matrix),
            "macro": report.macro(),
            "weighted": report.weighted(),
            "loss": self.loss,
            "loss_with_l2": self.loss + self.penalty,
            "baselines": [asdict(figure) for figure in self.baselines],
        }
