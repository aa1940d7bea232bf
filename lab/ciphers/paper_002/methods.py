"""The six methods of paper 002, table 5: two maps, each with two networks and without one; other readings."""

from __future__ import annotations

from collections.abc import Sequence

from lab.batteries.images.pictures import Picture
from lab.ciphers.image_cipher import ImageCipher, Keyed, Shape, Strength
from lab.ciphers.paper_002.chaotic_map import LOGISTIC, LORENZ, ChaoticMap, Parameters
from lab.ciphers.paper_002.key_sequences import KeySequences, decode
from lab.ciphers.paper_002.metadata_image import metadata_image, text_image
from lab.ciphers.paper_002.parameter_network import Architecture, quick_network, shares
from lab.ciphers.paper_002.readings import Reading, no_difference, read_otherwise
from lab.ciphers.paper_002.timestamp import EFFECTIVE_BITS, SECRET_YEARS, check_timestamp

_MADE_BY = {
    None: "fixed parameters",
    Architecture.RESNET18: "parameters by ResNet-18",
    Architecture.MOBILENETV2: "parameters by MobileNetV2",
}


class MedicalCipher(ImageCipher):
    """One method of the paper.

    Args:
        chaos: the map.
        architecture: the network that makes its parameters of a date; None for the map's fixed ones.
        readings: what is read otherwise than by default; the name has them behind plus signs.

    Raises:
        Failure: ``INVALID_INPUT`` for a reading that makes no difference to this method.
    """

    def __init__(
        self, chaos: ChaoticMap, architecture: Architecture | None, readings: Sequence[Reading] = ()
    ) -> None:
        self.chaos = read_otherwise(chaos, readings)
        self.architecture = architecture
        self.readings = tuple(readings)
        self.name = "+".join((f"{chaos.name}-{architecture or 'plain'}", *readings))
        self.summary = f"paper 002: rows and columns moved, XOR, {chaos.name} map, {_MADE_BY[architecture]}"
        if Reading.BITMAP in readings and architecture is None:
            raise no_difference(Reading.BITMAP, self.name, "it takes no date")
        self.keyed = Keyed.NOTHING if architecture is None else Keyed.TIMESTAMP

    def parameters(self, key: bytes) -> Parameters:
        """The map's parameters for a date.

        Raises:
            Failure: ``INVALID_INPUT`` when the method needs a date and the key is none.
        """
        if self.architecture is None:
            return self.chaos.fixed
        timestamp = check_timestamp(key)
        network = quick_network(self.architecture, len(self.chaos.intervals))
        draw = text_image if Reading.BITMAP in self.readings else metadata_image
        return self.chaos.parameters(shares(network, timestamp, draw))

    def sequences(self, key: bytes, shape: Shape) -> KeySequences:
        """The key sequences of a picture of a shape.

        Raises:
            Failure: as :meth:`parameters`, and ``TOO_LARGE`` as :meth:`ChaoticMap.sequences`.
        """
        return self.chaos.sequences(self.parameters(key), shape)

    def transmitted(self, key: bytes, shape: Shape) -> bytes:
        """xindex ‖ yindex ‖ zkey, longer than the picture."""
        return self.sequences(key, shape).encode()

    def apply(self, picture: Picture, transmitted: bytes) -> Picture:
        """Move rows and columns, then XOR (steps 10 and 11)."""
        return decode(transmitted, picture.shape).apply(picture)

    def undo(self, picture: Picture, transmitted: bytes) -> Picture:
        """XOR, then move columns and rows back."""
        return decode(transmitted, picture.shape).undo(picture)

    def strength(self, shape: Shape) -> Strength:
        """Equation 10 counts every byte of the sequences; whoever knows the code searches dates."""
        height, width, *depth = shape
        claimed = 8 * (height + width + height * width * (depth[0] if depth else 1))
        if self.architecture is None:
            return Strength(claimed, 0.0, "nothing in it is secret")
        return Strength(claimed, EFFECTIVE_BITS, f"a date to the second within {SECRET_YEARS} years")


METHODS = tuple(
    MedicalCipher(chaos, architecture)
    for chaos in (LOGISTIC, LORENZ)
    for architecture in (*Architecture, None)
)
