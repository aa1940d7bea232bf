"""What one training is: network, key size, labels, loss and how long (paper 004, section 5.2)."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from lab.generators.parameters import require_range
from shared.errors import Code, Failure

TABLE_BITS_MAX = 16
"""Up to here every input can be listed: a table of all labels, a table of all keys."""

BITS_MAX = 128
_SAMPLES_LEAST, _SAMPLES_MAX = 10, 100_000
_EPOCHS_MAX = 10_000
_SEED_MAX = (1 << 63) - 1


class NetworkName(enum.StrEnum):
    """The networks of the paper."""

    FFNN_A = "ffnn-a"
    """Model (a): 1,024 and 712 hidden units with ReLU."""
    FFNN_B = "ffnn-b"
    """Model (b): 64 and 32."""
    CNN = "cnn"
    """Two convolutions of 3 and a maximum of 2. The paper gives no sizes; these are ours."""
    RNN = "rnn"
    """A simple recurrent layer of 64 over single bits. The size is ours."""
    LSTM = "lstm"
    """The same with a long short-term memory."""


class Mapping(enum.StrEnum):
    """What is to be learned: the label of an input. The paper does not say."""

    IDENTITY = "identity"
    """The input itself."""
    PERMUTATION = "permutation"
    """The input's bits in a fixed order, some of them turned."""
    TABLE = "table"
    """A random label for each of all inputs."""
    XORSHIFT = "xorshift"
    """One round of Marsaglia's xorshift: sums of bits."""
    AES = "aes"
    """AES-128 of the input under a fixed key."""
    INDEPENDENT = "independent"
    """Random bits that have nothing to do with the input."""


class Loss(enum.StrEnum):
    """What is made smaller."""

    BCE = "bce"
    """Binary cross-entropy of each bit."""
    CCE = "cce"
    """Categorical cross-entropy, as printed; it takes the bits for one distribution."""


@dataclass(frozen=True)
class TrainingPlan:
    """A training; the defaults are the paper's, but for network, labels and loss, which it leaves open.

    Attributes:
        network: which.
        bits: of an input and of a key; the paper has 10 and 128.
        mapping: what the labels are.
        loss: what is made smaller.
        samples: inputs with labels; four fifths are learned from.
        epochs: passes over them.
        training_seed: of samples, labels, first weights and order. It is public, like the network.
    """

    network: NetworkName = NetworkName.FFNN_B
    bits: int = 10
    mapping: Mapping = Mapping.PERMUTATION
    loss: Loss = Loss.BCE
    samples: int = 10_000
    epochs: int = 100
    training_seed: int = 1

    def __post_init__(self) -> None:
        require_range("bits", self.bits, 2, BITS_MAX)
        require_range("samples", self.samples, _SAMPLES_LEAST, _SAMPLES_MAX)
        require_range("epochs", self.epochs, 1, _EPOCHS_MAX)
        require_range("training_seed", self.training_seed, 0, _SEED_MAX)
        if self.mapping is Mapping.TABLE and self.bits > TABLE_BITS_MAX:
            sentence = (
                f"A table has a row for each of 2^bits inputs; take at most {TABLE_BITS_MAX} bits, "
                "or the mapping aes, which needs none."
            )
            raise Failure(Code.INVALID_INPUT, sentence, field="parameters")

    @property
    def learned(self) -> int:
        """How many samples are learned from; the others are kept for validation."""
        return self.samples * 4 // 5

    @property
    def name(self) -> str:
        """What tells it from others of the same length and seed, such as ``ffnn-b-10-identity-bce``."""
        return f"{self.network}-{self.bits}-{self.mapping}-{self.loss}"

    @property
    def seed(self) -> bytes:
        """The training's seed as 32 bytes."""
        return self.training_seed.to_bytes(32, "big")

    def lasting(self, epochs: int) -> TrainingPlan:
        """The same with another number of epochs."""
        return replace(self, epochs=epochs)
