"""A comparer of prints on genuine and impostor pairs, and the plain baseline on the same pairs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.binomial import rate_bounds
from lab.evaluation.comparisons import Comparisons
from lab.evaluation.equal_error import equal_error_rate
from lab.evaluation.error_rates import ErrorRates, Scores, error_rates
from lab.evaluation.operating_points import FARS, operating_point, why_not_measurable
from lab.evaluation.scorers import Scorer
from lab.evaluation.stages import Stages


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """What one comparer said.

    Attributes:
        scorer: its name.
        genuine: scores of pairs of one finger.
        impostor: scores of pairs of different fingers.
    """

    scorer: str
    genuine: Scores
    impostor: Scores

    def rates(self) -> ErrorRates:
        """False accepts and rejects at every threshold."""
        return error_rates(self.genuine, self.impostor)

    def record(self) -> dict[str, Any]:
        """The figures, as JSON holds them."""
        rates = self.rates()
        return {
            "scorer": self.scorer,
            "eer": equal_error_rate(rates),
            "gar_at_far": {f"{far:g}": _point_record(rates, far) for far in FARS},
        }


@dataclass(frozen=True, eq=False)
class PairTest:
    """One measurement of a comparer.

    Attributes:
        name: of the folder its files go to.
        about: what was compared, for people.
        fingers: different fingers among the prints; pairs that share one are not independent.
        ours: of the comparer that is measured.
        baseline: of the plain one.
        threshold: from which score on a verifier accepts, if there is one.
    """

    name: str
    about: str
    fingers: int
    ours: ScoredPairs
    baseline: ScoredPairs
    threshold: float | None = None

    def record(self) -> dict[str, Any]:
        """The figures, as JSON holds them."""
        figures: dict[str, Any] = {
            "about": self.about,
            "fingers": self.fingers,
            "genuine": len(self.ours.genuine),
            "impostor": len(self.ours.impostor),
            **self.ours.record(),
        }
        if self.threshold is not None:
            figures["at_threshold"] = _threshold_record(self.ours, self.threshold)
        return {**figures, "baseline": self.baseline.record()}


@dataclass(frozen=True, eq=False)
class Choice:
    """One choice of comparisons.

    Attributes:
        name: as in :class:`PairTest`.
        about: as in :class:`PairTest`.
        comparisons: which prints with which.
    """

    name: str
    about: str
    comparisons: Comparisons


@dataclass(frozen=True, eq=False)
class Material:
    """Prints to be compared, once for all the choices.

    Attributes:
        fingers: as in :class:`PairTest`.
        enrolled: n prints, uint8 ``[H, W]``.
        live: m prints.
        choices: at least one.
    """

    fingers: int
    enrolled: Sequence[NDArray[np.uint8]]
    live: Sequence[NDArray[np.uint8]]
    choices: Sequence[Choice]

    def wanted(self) -> Comparisons:
        """Every comparison that any choice takes."""
        genuine = np.any([choice.comparisons.genuine for choice in self.choices], axis=0)
        impostor = np.any([choice.comparisons.impostor for choice in self.choices], axis=0)
        return Comparisons(genuine, impostor)


def run_pair_tests(
    material: Material, ours: Scorer, baseline: Scorer, threshold: float | None, stages: Stages
) -> list[PairTest]:
    """Let both comparers say how alike the prints are; one test a choice."""
    scores = [_scores(material, scorer, stages) for scorer in (ours, baseline)]
    tests = []
    for choice in material.choices:
        scored = [
            ScoredPairs(scorer.name, *choice.comparisons.split(found))
            for scorer, found in zip((ours, baseline), scores, strict=True)
        ]
        tests.append(PairTest(choice.name, choice.about, material.fingers, *scored, threshold))
    return tests


def _scores(material: Material, scorer: Scorer, stages: Stages) -> NDArray[np.float32]:
    with stages(f"{material.choices[0].name}: {scorer.name}") as progress:
        return scorer.scores(material.enrolled, material.live, material.wanted(), progress)


def _point_record(rates: ErrorRates, far: float) -> dict[str, Any]:
    point = operating_point(rates, far)
    if point is None:
        return {"measurable": False, "why": why_not_measurable(rates, far)}
    return {"measurable": True, **asdict(point)}


def _threshold_record(scored: ScoredPairs, threshold: float) -> dict[str, Any]:
    accepted = int((scored.genuine >= threshold).sum())
    wrong = int((scored.impostor >= threshold).sum())
    return {
        "threshold": threshold,
        "far": wrong / len(scored.impostor),
        "far_bounds": list(rate_bounds(wrong, len(scored.impostor))),
        "gar": accepted / len(scored.genuine),
        "gar_bounds": list(rate_bounds(accepted, len(scored.genuine))),
    }
