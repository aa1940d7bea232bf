"""How to train: everything that decides the weights, in one frozen record."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from lab.training.finger_cnn import DROPOUTS, FEATURES


class Kind(enum.StrEnum):
    """What a network tells: who it is, which finger it is, or how alike two prints are."""

    SUBJECT = "subject"
    FINGER = "finger"
    EMBEDDING = "embedding"


class Schedule(enum.StrEnum):
    """How the learning rate goes on.

    The paper keeps it; ``plateau`` is the base notebook's (a tenth when the validation loss no longer falls);
    ``cosine`` falls to a hundredth along half a cosine.
    """

    CONSTANT = "constant"
    COSINE = "cosine"
    PLATEAU = "plateau"


class Precision(enum.StrEnum):
    """Numbers of the products: bfloat16 where the device is quicker with it, or always float32."""

    AUTO = "auto"
    FLOAT32 = "float32"


@dataclass(frozen=True, kw_only=True)
class TrainingPlan:
    """The paper's configuration (table 3); what differs from it is an option.

    Attributes:
        kind: which of the networks.
        epochs: passes over the training prints.
        batch: prints a step.
        learning_rate: of Adam, at the start.
        schedule: what becomes of it.
        patience: epochs without a lower validation loss after which training ends; 0: it never ends early.
        kernel_l2: weight of the sum of the convolution kernels' squares in the loss (Keras' convention).
        dense_l2: the same for dense_1; 0 in the default reading.
        feature_l2: weight of the mean square of dense_1 before its tanh. Not in the paper: it keeps the units
            from saturating, which matters where a key is made of their values.
        dropouts: before dense_1 and before the classifier.
        features: units of dense_1.
        sensors: the part of the prints, 0 to 1, that are varied as if other scanners had taken them. Not in
            the paper.
        mirrored: mirror half of the prints, and their fingers with them. Not in the paper.
        split_seed: of the 80/20 split of the altered prints.
        seed: of the start, of the order, and of what is left out or varied.
        precision: of the products.
    """

    kind: Kind
    epochs: int = 20
    batch: int = 64
    learning_rate: float = 1e-4
    schedule: Schedule = Schedule.CONSTANT
    patience: int = 0
    kernel_l2: float = 1e-3
    dense_l2: float = 0.0
    feature_l2: float = 0.0
    dropouts: tuple[float, float] = DROPOUTS
    features: int = FEATURES
    sensors: float = 0.0
    mirrored: bool = False
    split_seed: int = 2
    seed: int = 1
    precision: Precision = Precision.AUTO
