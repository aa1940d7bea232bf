"""A trained network, read from a checkpoint for use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.training.checkpoint import DataRecord, plan_of, read_checkpoint
from lab.training.embedding_cnn import EmbeddingCnn
from lab.training.feature_cnn import FeatureCnn
from lab.training.finger_cnn import FingerCnn
from lab.training.plans import Kind, TrainingPlan
from shared.errors import Code, Failure


@dataclass(frozen=True)
class Trained:
    """A network in evaluation mode, on the CPU, and what is known of its training.

    Attributes:
        network: a :class:`FingerCnn`, or an :class:`EmbeddingCnn` for the kind ``embedding``.
        plan: how it was trained.
        data: what it learned from.
        epoch: epochs finished.
        step: steps done.
        history: one row for each epoch finished.
    """

    network: FeatureCnn
    plan: TrainingPlan
    data: DataRecord
    epoch: int
    step: int
    history: list[dict[str, float]]

    @property
    def kind(self) -> Kind:
        """What the network tells."""
        return self.plan.kind


def load_trained(path: Path, *kinds: Kind) -> Trained:
    """Read the network of a checkpoint.

    Args:
        path: what ``ridgekey-lab train`` wrote.
        kinds: those that will do; all when none is named.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no checkpoint or one of another kind.
    """
    state = read_checkpoint(path)
    plan, data = plan_of(state), DataRecord(**state["data"])
    if kinds and plan.kind not in kinds:
        wanted = " or ".join(kinds)
        sentence = f"{path.name} holds a network of the kind {plan.kind}; one of the kind {wanted} is needed."
        raise Failure(Code.INVALID_INPUT, sentence)
    position = state["position"]
    network = _network(plan, data, state["module"]).eval()
    return Trained(network, plan, data, position["epoch"], position["step"], position["history"])


def _network(plan: TrainingPlan, data: DataRecord, weights: dict[str, Any]) -> FeatureCnn:
    network: FeatureCnn
    if plan.kind is Kind.EMBEDDING:
        network = EmbeddingCnn(plan.features, plan.dropouts[0])
    else:
        network = FingerCnn(data.classes, plan.features, plan.dropouts)
    network.load_state_dict(weights)
    return network
