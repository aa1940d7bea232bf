"""Verifier files: an exact embedding with the threshold that other fingers set, or the paper's two networks.

The threshold is measured with the very integers, patches and comparisons that a branch computes, on fingers
that the embedding never learned from: the enrolled print of each against another impression of every one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lab.datasets.print_set import PrintSet, View
from lab.evaluation.comparers import SEARCH, verifier_scorer
from lab.evaluation.comparisons import all_against_all
from lab.evaluation.equal_error import equal_error_rate
from lab.evaluation.error_rates import error_rates
from lab.evaluation.held_out import evenly, finger_numbers
from lab.evaluation.operating_points import OperatingPoint, operating_point, why_not_measurable
from lab.evaluation.stages import Stages, silent
from shared.biometrics.verification import ClosedSetVerifier, EmbeddingVerifier
from shared.biometrics.verification.agreement import FULL
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.stores.atomic import write_file

_LIMITS = (
    "The rates hold for prints like those that the threshold was set on; on another sensor's, or on real "
    "fingers where those were synthetic, they can be far worse: measure with `ridgekey-lab evaluate`.",
    "It tells another finger from the right one; it does not tell a finger from a copy of it.",
)


@dataclass(frozen=True)
class MeasuredVerifier:
    """A verifier and what its threshold gives.

    Attributes:
        verifier: with its threshold set.
        point: false accepts and genuine accepts at the threshold, on the fingers that set it.
        eer: the equal error rate on them.
        fingers: how many there were.
        origin: where their prints come from.
    """

    verifier: EmbeddingVerifier
    point: OperatingPoint
    eer: float
    fingers: int
    origin: str

    def card(self) -> dict[str, Any]:
        """What stands beside the file."""
        return {
            "name": "finger.rkverif",
            "kind": self.verifier.kind,
            "sha256": self.verifier.digest.hex(),
            "model": self.verifier.network.digest.hex(),
            "threshold_q15": self.verifier.threshold,
            "search": asdict(self.verifier.search),
            "threshold_set_on": {"prints": self.origin, "fingers": self.fingers, "eer": round(self.eer, 5)},
            "at_threshold": {key: _rounded(value) for key, value in asdict(self.point).items()},
            "limits": list(_LIMITS),
        }


def make_verifier(
    exact: Network, others: PrintSet, far: float, fingers: int, stages: Stages = silent
) -> MeasuredVerifier:
    """Set the threshold of an embedding.

    Args:
        exact: the embedding, as exported.
        others: prints of people that it did not learn from, enrolled and in further impressions.
        far: the false accept rate that is allowed.
        fingers: how many of their fingers to compare, all with all.
        stages: shows how far it is.

    Raises:
        Failure: ``INVALID_INPUT`` when there are too few fingers, or none with a further impression.
    """
    enrolled, live = _pairs(others, fingers)
    draft = EmbeddingVerifier(FULL, SEARCH, exact)
    pairs = all_against_all(finger_numbers(enrolled), finger_numbers(live))
    with stages("Comparing other fingers") as progress:
        scores = verifier_scorer(draft).scores(list(enrolled.pixels), list(live.pixels), pairs, progress)
    # In steps of the threshold's own unit, rounded as a verifier rounds.
    rates = error_rates(*pairs.split(np.floor(scores * FULL)))
    point = operating_point(rates, far)
    if point is None:
        sentence = f"A FAR of {far:g} is {why_not_measurable(rates, far)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="far")
    threshold = int(min(max(point.threshold, 1), FULL))
    measured = EmbeddingVerifier(threshold, SEARCH, exact)
    return MeasuredVerifier(measured, point, equal_error_rate(rates), len(enrolled), others.origin)


def make_closed_set(subject: Network, finger: Network, users: tuple[int, ...]) -> ClosedSetVerifier:
    """A verifier of the paper's two networks.

    Args:
        subject: exported with its classes.
        finger: likewise.
        users: the user of every class of ``subject``, in order.

    Raises:
        Failure: ``MALFORMED`` when the networks have no classes or not as many as there are users.
    """
    return ClosedSetVerifier(subject, finger, users)


def write_verifier(folder: Path, made: MeasuredVerifier) -> Path:
    """Write a verifier and its card; returns where the verifier is.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the system refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    card = made.card()
    path = folder / card["name"]
    write_file(path, made.verifier.encode())
    write_file(path.with_suffix(".rkverif.json"), (json.dumps(card, indent=2) + "\n").encode())
    return path


def _pairs(others: PrintSet, count: int) -> tuple[PrintSet, PrintSet]:
    """Enrolled prints and one further impression of each of the same fingers."""
    repeated = others.where(others.views == View.REPEATED)
    _, first = np.unique(finger_numbers(repeated), return_index=True)
    live = repeated.where(np.isin(np.arange(len(repeated)), evenly(first, count)))
    enrolled = others.enrolled()
    enrolled = enrolled.where(np.isin(finger_numbers(enrolled), finger_numbers(live)))
    if not len(enrolled):
        sentence = "The set has no further impressions of its fingers; see `ridgekey-lab data collect`."
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
    return enrolled, live


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_rounded(part) for part in value]
    return round(value, 6) if isinstance(value, float) else value
