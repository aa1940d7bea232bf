"""Size of the network that makes keys of pictures, and where its weights come from."""

from __future__ import annotations

from dataclasses import dataclass

from lab.generators.parameters import require_range
from shared.errors import Code, Failure

CHANNELS = 3
SIDES = 8
"""A side is a multiple of it: the network halves it twice, the other one, too, and both need a rest."""

VERDICT = (
    "A key made by a network is a function of picture and weights and no one-time pad: whoever has both has "
    "the key, and like pictures have like keys. For study only."
)
"""What every command says that has to do with it."""


@dataclass(frozen=True)
class ImageGan:
    """Parameters.

    Attributes:
        side: of a picture and of the key picture, pixels; a key has 3 side^2 bytes.
        width: channels of the first layer; those behind it have twice and four times as many.
        blocks: residual ones in the middle.
        network: number of the untrained network; it is public, and does nothing where there are weights.
        weights: file of a training of `train-gan`; empty for the untrained network.
    """

    side: int = 64
    width: int = 32
    blocks: int = 4
    network: int = 0
    weights: str = ""

    def __post_init__(self) -> None:
        require_range("side", self.side, 32, 256)
        require_range("width", self.width, 4, 64)
        require_range("blocks", self.blocks, 0, 9)
        require_range("network", self.network, 0, 1 << 32)
        if self.side % SIDES:
            sentence = f"side is {self.side}; give a multiple of {SIDES}."
            raise Failure(Code.INVALID_INPUT, sentence, field="parameters")

    @property
    def key_bytes(self) -> int:
        """Of a key: 12,288 at a side of 64."""
        return CHANNELS * self.side**2
