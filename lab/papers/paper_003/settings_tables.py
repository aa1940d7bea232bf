"""Tables 3 and 4: settings of the networks' training and of the swarm, as printed and as they are here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import nn

from lab.papers.paper_003.swarm_bounds import ATTRACTION, DRAW, INERTIA
from lab.papers.sources import Sources
from lab.papers.tables import Table
from lab.training.finger_cnn import BLOCKS, FingerCnn
from lab.training.plans import Kind, TrainingPlan
from shared.biometrics.augmentation import VERSIONS
from shared.keygen.swarm import ITERATIONS

_LOW, _HIGH = 0, 255


def table_3(sources: Sources) -> Table:
    """Hyperparameters of both networks, ours read off the default plan and the network it trains."""
    del sources
    plan, network = TrainingPlan(kind=Kind.SUBJECT), FingerCnn()
    filters = ", ".join(f"{block.kernel} x {block.kernel}" for block in BLOCKS)
    convolutions = sum(isinstance(module, nn.Conv2d) for module in network.modules())
    printed_and_ours = (
        ("convolutional layers", "3", str(convolutions)),
        ("batch size", "64", str(plan.batch)),
        ("filter size", "3x3, 5x5", filters),
        ("filters per layer", "32-64-128", "-".join(str(block.width) for block in BLOCKS)),
        ("activation", "ReLU, Softmax, tanh", "ReLU; tanh after dense_1; softmax within the loss"),
        ("optimisation", "Adam", "Adam"),
        ("learning rate", "0.0001", f"{plan.learning_rate:g}"),
        ("epochs", "20", str(plan.epochs)),
        ("L2", "0.001", f"{plan.kernel_l2:g} on kernels, {plan.dense_l2:g} on dense_1"),
        ("loss", "Categorical_crossentropy", "categorical cross-entropy"),
        ("dropout", "0.3, 0.4", ", ".join(f"{part:g}" for part in plan.dropouts)),
        ("pooling", "2 x 2", "2 x 2"),
    )
    findings = (
        "filter sizes are two for three layers; only 5 x 5, 5 x 5, 3 x 3 gives the counts of table 2",
        "it is not said what L2 is on; Keras adds .001 times the sum of squares, twice what a weight decay "
        "of .001 does",
    )
    return _settings(3, "hyperparameters of the networks", printed_and_ours, findings)


def table_4(sources: Sources) -> Table:
    """Parameters of the swarm."""
    del sources
    printed_and_ours = (
        ("lower bound", "0", str(_LOW)),
        ("upper bound", "255", str(_HIGH)),
        ("particles", "len(keys)", str(VERSIONS)),
        ("iterations", "200", str(ITERATIONS)),
        ("w", "0.9", f"{INERTIA:g}"),
        ("c1, c2", "0.5", f"{ATTRACTION:g}"),
        ("r1, r2", "0.5; varies per particle", f"{DRAW:g}"),
        ("first positions", "keys", "keys"),
        ("first velocities", "zeros", "zeros"),
        ("beyond the bounds", None, "wrap"),
        ("fitness", None, "entropy"),
    )
    findings = (
        "r1 and r2 are .5 and vary: both cannot be; drawn numbers would give another key at each attempt, "
        "against table 13",
        "it is not said what happens at the bounds, and it decides the result: from 4.7 bits wrapping "
        "reaches 7.5, reflecting 7.1 and clipping 6.7; only the first comes near the printed 7.6 to 7.9",
        "fitness is called randomness or security and nowhere defined",
    )
    return _settings(4, "parameters of the swarm", printed_and_ours, findings)


def _settings(
    number: int, about: str, values: Sequence[tuple[str, str | None, str]], findings: Sequence[str]
) -> Table:
    rows: list[dict[str, Any]] = [
        {"setting": name, "paper": printed, "ours": ours} for name, printed, ours in values
    ]
    source = "the defaults of `ridgekey-lab train`" if number == 3 else "the swarm that makes keys here"
    return Table("003", number, about, tuple(rows[0]), rows, source, findings)
