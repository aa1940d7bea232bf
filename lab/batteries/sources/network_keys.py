"""Keys of a trained network as a source: its inputs drawn anew from a seeded stream, without end (paper 004).

A battery of Diehard's size needs a thousand times the paper's samples, so that the inputs must have been
drawn anew there, too. Here they are the keystream of AES-256 in counter mode, which passes every battery by
itself.
"""

from __future__ import annotations

from lab.batteries.sources.ciphers import AesCounter
from lab.batteries.sources.source import Bits, StreamedBits
from lab.generators.network_keys.extraction import keys_for
from lab.generators.network_keys.plan import TrainingPlan

_KEYS = 1 << 13
"""Made at once, always as many, so that pieces make the whole."""


class NetworkKeyBits(StreamedBits):
    """The keys of a network, one behind the other.

    Args:
        seed: of the inputs, as of the source ``aes-ctr``.
        plan: of the network's training; it is trained when the first bit is taken.
    """

    def __init__(self, seed: int, plan: TrainingPlan) -> None:
        super().__init__(f"network-keys:{plan.name}")
        self._inputs = AesCounter(seed)
        self._plan = plan

    def _block(self, wanted: int) -> Bits:
        del wanted
        inputs = self._inputs.bits(_KEYS * self._plan.bits).reshape(_KEYS, self._plan.bits)
        return keys_for(inputs, self._plan).reshape(-1)
