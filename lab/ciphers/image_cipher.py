"""One interface for ciphers of pictures: a picture and a key give a picture of the same shape."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from lab.batteries.images.pictures import Picture, require_picture
from shared.errors import Code, Failure

Shape = tuple[int, ...]
"""(height, width) of a grey picture, (height, width, 3) of one in colour."""


class Keyed(enum.StrEnum):
    """What a cipher takes as its key."""

    TIMESTAMP = "timestamp"
    """The picture's date as EXIF writes it, 19 bytes of ASCII."""
    BIOMETRIC = "biometric key"
    """1,024 bytes such as an exchange makes of a finger."""
    NOTHING = "nothing"
    """Every picture is encrypted alike; the key is not looked at."""


@dataclass(frozen=True)
class Strength:
    """How many keys there are, as logarithms to the base 2.

    Attributes:
        claimed: as the paper counts, in bits.
        effective: what has to be searched by whoever knows code and everything public, in bits.
        basis: what the effective number rests on, in a few words.
    """

    claimed: float
    effective: float
    basis: str


class ImageCipher(ABC):
    """A cipher of 8-bit pictures, grey or colour.

    What the recipient is sent need not be the key: paper 002 sends the sequences made of it. So encryption
    has two steps, and :meth:`transform` takes both.

    Attributes:
        name: what the command line calls it.
        summary: what it is, in a few words.
        keyed: what its key is.
    """

    name: str
    summary: str
    keyed: Keyed

    def transform(self, picture: Picture, key: bytes) -> Picture:
        """Encrypt.

        Args:
            picture: uint8 [height, width] or [height, width, 3]; it is left alone.
            key: as :attr:`keyed` says.

        Raises:
            Failure: ``INVALID_INPUT`` for what is no picture, one of a single colour or no such key,
                ``TOO_LARGE`` where this machine cannot make so long a keystream.
        """
        require_plaintext(picture)
        return self.apply(picture, self.transmitted(key, picture.shape))

    def inverse(self, picture: Picture, key: bytes) -> Picture:
        """Decrypt what :meth:`transform` gave.

        Args:
            picture: the ciphertext.
            key: the key that it was encrypted with.

        Raises:
            Failure: as :meth:`transform`, whatever its colours.
        """
        require_picture(picture)
        return self.undo(picture, self.transmitted(key, picture.shape))

    @abstractmethod
    def transmitted(self, key: bytes, shape: Shape) -> bytes:
        """What the recipient needs to decrypt a picture of a shape that was encrypted with a key.

        Raises:
            Failure: as :meth:`transform`.
        """

    @abstractmethod
    def apply(self, picture: Picture, transmitted: bytes) -> Picture:
        """Encrypt with what is transmitted.

        Raises:
            Failure: ``MALFORMED`` when it does not belong to this cipher and a picture of this shape.
        """

    @abstractmethod
    def undo(self, picture: Picture, transmitted: bytes) -> Picture:
        """Decrypt with what is transmitted.

        Raises:
            Failure: as :meth:`apply`.
        """

    @abstractmethod
    def strength(self, shape: Shape) -> Strength:
        """How many keys there are for pictures of a shape."""

    def row(self) -> dict[str, Any]:
        """A line about it, for a picture of 512 x 512."""
        found = self.strength((512, 512))
        return {
            "cipher": self.name,
            "summary": self.summary,
            "key": self.keyed.value,
            "claimed_bits": round(found.claimed, 1),
            "effective_bits": round(found.effective, 1),
            "basis": found.basis,
        }


def require_plaintext(picture: Picture) -> None:
    """Check a picture that is to be encrypted.

    Moved places of one colour stay as they are, and XOR with one value is no secret: the ciphertext of a
    picture of a single colour is the keystream of every other picture under the same key.

    Raises:
        Failure: ``INVALID_INPUT`` as :func:`require_picture`, or when it has one colour only.
    """
    require_picture(picture)
    if bool((picture == picture[0, 0]).all()):
        sentence = "The picture has one colour only, and its ciphertext would be the keystream; give another."
        raise Failure(Code.INVALID_INPUT, sentence, field="picture")
