"""The exchange's inner ciphers on pictures: an XOR of the pixels with a stream of the biometric key."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from lab.batteries.images.pictures import Picture
from lab.ciphers.image_cipher import ImageCipher, Keyed, Shape, Strength
from shared.ciphers import inner, logistic, lorenz
from shared.ciphers.parameters import KEY_BYTES, Interval
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

_SUMMARIES = {
    "chen": "paper 003: XOR with Chen's stream and the biometric key repeated",
    "logistic": "XOR with the logistic stream of an r drawn from the biometric key",
    "lorenz": "XOR with the Lorenz stream of parameters drawn from the biometric key",
}
_DRAWN: dict[str, tuple[Interval, ...]] = {
    "logistic": (logistic.R,),
    "lorenz": (lorenz.SIGMA, lorenz.RHO, lorenz.BETA),
}


class ExchangeCipher(ImageCipher):
    """One inner cipher.

    Args:
        name: as :data:`shared.ciphers.INNER_CIPHERS` has it.
    """

    keyed = Keyed.BIOMETRIC

    def __init__(self, name: str) -> None:
        self.name = name
        self.summary = _SUMMARIES[name]

    def transmitted(self, key: bytes, shape: Shape) -> bytes:
        """The key itself."""
        del shape
        if len(key) != KEY_BYTES:
            sentence = f"The cipher {self.name} takes a key of {KEY_BYTES:,} bytes."
            raise Failure(Code.INVALID_INPUT, sentence, field="key")
        return key

    def apply(self, picture: Picture, transmitted: bytes) -> Picture:
        """XOR."""
        return self._run(picture, transmitted, inner.transform)

    def undo(self, picture: Picture, transmitted: bytes) -> Picture:
        """XOR once more."""
        return self._run(picture, transmitted, inner.inverse)

    def strength(self, shape: Shape) -> Strength:
        """Chen's stream is the same for all; the others have as many keys as parameters to draw."""
        del shape
        if self.name not in _DRAWN:
            return Strength(
                8.0 * KEY_BYTES, 8.0 * KEY_BYTES, "a key drawn at random; one known picture gives it"
            )
        bits = sum(math.log2(float((one.most - one.least) * (1 << one.bits))) for one in _DRAWN[self.name])
        return Strength(8.0 * KEY_BYTES, bits, "the doubles that a parameter may be")

    def _run(
        self, picture: Picture, transmitted: bytes, act: Callable[[str, bytes, Secret], bytes]
    ) -> Picture:
        if len(transmitted) != KEY_BYTES:
            raise Failure(Code.MALFORMED, f"The key of the cipher {self.name} has another length.")
        with Secret(transmitted) as key:
            done = act(self.name, picture.tobytes(), key)
        return np.frombuffer(done, np.uint8).reshape(picture.shape)


CIPHERS = tuple(ExchangeCipher(name) for name in _SUMMARIES)
