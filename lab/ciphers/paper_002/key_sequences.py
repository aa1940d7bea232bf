"""What encrypts one picture: an order of its columns, an order of its rows and a byte for each value.

Steps 9 and 10 of paper 002 contradict each other in which of the two orders rows follow. Section 5.8 gives
xindex as many places as the picture is wide and yindex as many as it is high, so yindex moves rows and xindex
columns. Rows, columns, then XOR; nothing is chained, so one pixel of the plaintext is one of the ciphertext.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.batteries.images.pictures import Picture
from lab.ciphers.image_cipher import Shape
from shared.errors import Code, Failure

Index = npt.NDArray[np.int64]

_SHORT_SIDE = 1 << 16
"""Up to so many places an index fits two bytes; the paper counts one, enough for 256."""


@dataclass(frozen=True, eq=False)
class KeySequences:
    """The three sequences of one picture.

    Attributes:
        xindex: order of the columns, int64 [width].
        yindex: order of the rows, int64 [height].
        zkey: uint8, of the picture's shape.
    """

    xindex: Index
    yindex: Index
    zkey: Picture

    def apply(self, picture: Picture) -> Picture:
        """Encrypt a picture of this shape (steps 10 and 11)."""
        return picture[self.yindex][:, self.xindex] ^ self.zkey

    def undo(self, cipher: Picture) -> Picture:
        """Decrypt a picture of this shape."""
        plain = np.empty_like(cipher)
        plain[np.ix_(self.yindex, self.xindex)] = cipher ^ self.zkey
        return plain

    def encode(self) -> bytes:
        """xindex ‖ yindex ‖ zkey; indices big-endian in two bytes, in four where a side exceeds 65,536."""
        width = _index_type(self.zkey.shape)
        return self.xindex.astype(width).tobytes() + self.yindex.astype(width).tobytes() + self.zkey.tobytes()


def decode(data: bytes, shape: Shape) -> KeySequences:
    """The sequences that :meth:`KeySequences.encode` wrote for a picture of a shape.

    Raises:
        Failure: ``MALFORMED`` for another length, or an index that is no order.
    """
    height, width = shape[:2]
    item = _index_type(shape)
    orders_end = (height + width) * item.itemsize
    if len(data) != orders_end + int(np.prod(shape)):
        raise Failure(Code.MALFORMED, "The key sequences do not have the length of the picture.")
    orders = np.frombuffer(data[:orders_end], item).astype(np.int64)
    xindex, yindex = orders[:width], orders[width:]
    for order in (xindex, yindex):
        if not np.array_equal(np.sort(order), np.arange(order.size)):
            raise Failure(Code.MALFORMED, "The key sequences hold an index that is no order of places.")
    return KeySequences(xindex, yindex, np.frombuffer(data[orders_end:], np.uint8).reshape(shape))


def encoded_bytes(shape: Shape) -> int:
    """How long the encoding is for a picture of a shape."""
    return (shape[0] + shape[1]) * _index_type(shape).itemsize + int(np.prod(shape))


def order_of(values: npt.NDArray[np.float64]) -> Index:
    """The places of values from the least to the greatest; of equal ones the earlier place comes first."""
    return np.argsort(values, kind="stable").astype(np.int64)


def _index_type(shape: Shape) -> np.dtype[np.uint16] | np.dtype[np.uint32]:
    return np.dtype(">u2") if max(shape[:2]) <= _SHORT_SIDE else np.dtype(">u4")
