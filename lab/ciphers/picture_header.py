"""The header of a sealed picture, and how the file is cut into header, envelope and chunks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from lab.batteries.images.lost_in_reading import PIXELS_MAX
from lab.ciphers.image_cipher import Shape
from shared.crypto.stream import TAG_BYTES, Suite
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

MAGIC = b"RKPICTURE\n"
VERSION = 1
SUITE = Suite.AES_256_GCM
CHUNK_BYTES = 512 * 1024
FILE_BYTES_MAX = 256 * 1024 * 1024
"""Of a sealed picture: two of its size and some more."""

_LENGTH_BYTES = 4
_HEADER_BYTES_MAX = 4096
_ITEMS = 8
_CHANNELS = (1, 3)


@dataclass(frozen=True)
class Header:
    """What stands in clear before the envelope.

    Attributes:
        method: name of the image cipher.
        shape: of the picture.
        wrapped: the file's secret, encrypted for the recipient.
    """

    method: str
    shape: Shape
    wrapped: bytes

    def encode(self) -> bytes:
        """lv(version, method, height, width, channels, suite, chunk size, wrapped secret)."""
        height, width, *depth = self.shape
        channels = depth[0] if depth else 1
        return lv(VERSION, self.method, height, width, channels, SUITE.value, CHUNK_BYTES, self.wrapped)

    def digest(self) -> bytes:
        """SHA-256 of magic and header: every key of the file and every tag depend on it."""
        return hashlib.sha256(MAGIC + self.encode()).digest()

    @property
    def size(self) -> int:
        """Bytes of the picture."""
        return int(np.prod(self.shape))

    @property
    def sealed_size(self) -> int:
        """Bytes of all chunks with their tags."""
        return self.size + TAG_BYTES * -(-self.size // CHUNK_BYTES)


@dataclass(frozen=True)
class Parts:
    """A sealed picture, cut.

    Attributes:
        header: what stands in clear.
        envelope: the recipient's key material, encrypted.
        chunks: the ciphertext picture, sealed.
    """

    header: Header
    envelope: bytes
    chunks: bytes


def cut(blob: bytes) -> Parts:
    """Cut a file into its parts, without opening anything.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no sealed picture, ``VERSION_UNSUPPORTED`` for one of a later
            format, ``MALFORMED`` for a damaged header, ``STREAM_TRUNCATED`` for a file that ends early,
            ``INTEGRITY`` for bytes behind its end.
    """
    if not blob.startswith(MAGIC):
        raise Failure(Code.INVALID_INPUT, "This is no sealed picture; give a file of `ciphers encrypt`.")
    encoded, rest = _item(blob[len(MAGIC) :], _HEADER_BYTES_MAX)
    header = _parse(encoded)
    envelope, chunks = _item(rest, None)
    if len(chunks) < header.sealed_size:
        raise _ended_early()
    if len(chunks) > header.sealed_size:
        raise Failure(Code.INTEGRITY, "There is something behind the end of the sealed picture.")
    return Parts(header, envelope, chunks)


def _item(data: bytes, most: int | None) -> tuple[bytes, bytes]:
    end = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES], "big")
    if most is not None and end > _LENGTH_BYTES + most:
        raise _damaged()
    if len(data) < max(end, _LENGTH_BYTES):
        raise _ended_early()
    return data[_LENGTH_BYTES:end], data[end:]


def _parse(encoded: bytes) -> Header:
    # A later version may have other items: its number is looked at before they are.
    number = 1 << 64
    if encoded[:_LENGTH_BYTES] == (8).to_bytes(_LENGTH_BYTES, "big"):
        number = int.from_bytes(encoded[_LENGTH_BYTES : _LENGTH_BYTES + 8], "big")
    if number != VERSION:
        sentence = "This sealed picture has a format that this release does not know; update RidgeKey."
        raise Failure(Code.VERSION_UNSUPPORTED, sentence)
    try:
        _, method, height, width, channels, suite, chunk, wrapped = unlv(encoded, _ITEMS)
        sides = (integer(height), integer(width))
        depth, chunk_bytes, name = integer(channels), integer(chunk), method.decode("ascii")
    except (Failure, UnicodeDecodeError):
        raise _damaged() from None
    known = suite == SUITE.encode() and chunk_bytes == CHUNK_BYTES and depth in _CHANNELS
    if not known or min(sides) < 1 or sides[0] * sides[1] > PIXELS_MAX:
        raise _damaged()
    return Header(name, sides if depth == 1 else (*sides, depth), wrapped)


def _damaged() -> Failure:
    return Failure(Code.MALFORMED, "The header of the sealed picture is damaged; fetch the file again.")


def _ended_early() -> Failure:
    return Failure(Code.STREAM_TRUNCATED, "The sealed picture ends early; fetch the file again.")
