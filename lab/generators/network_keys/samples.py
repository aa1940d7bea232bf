"""The random inputs of a training with their labels, and what is kept of them for validation."""

from __future__ import annotations

from dataclasses import dataclass

from lab.generators.derivation import stream
from lab.generators.labels import Label
from lab.generators.network_keys.bit_rows import Bits, random_bits
from lab.generators.network_keys.mappings import labels_of
from lab.generators.network_keys.plan import TrainingPlan


@dataclass(frozen=True)
class Samples:
    """Inputs and labels, uint8 [n, bits] of 0 and 1 each."""

    inputs: Bits
    labels: Bits

    def __len__(self) -> int:
        """How many there are."""
        return len(self.inputs)


@dataclass(frozen=True)
class Split:
    """Samples in two parts.

    Attributes:
        learned: the first four fifths.
        kept: the rest, for validation.
    """

    learned: Samples
    kept: Samples

    @property
    def seen(self) -> float:
        """The share of the inputs kept that are among those learned, too: at 10 bits nearly all."""
        known = {row.tobytes() for row in self.learned.inputs}
        return sum(row.tobytes() in known for row in self.kept.inputs) / len(self.kept)


def draw_samples(plan: TrainingPlan) -> Split:
    """The samples of a plan: uniform bits of SHAKE-256, the same on every machine."""
    inputs = random_bits(stream(plan.seed, Label.NETWORK_INPUTS, plan.bits), plan.samples, plan.bits)
    labels = labels_of(inputs, plan)
    cut = plan.learned
    return Split(Samples(inputs[:cut], labels[:cut]), Samples(inputs[cut:], labels[cut:]))
