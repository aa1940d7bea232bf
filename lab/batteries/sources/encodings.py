"""How bits lie in a file: as they are, as hexadecimal digits, or as the characters 0 and 1."""

from __future__ import annotations

import enum

import numpy as np

from lab.batteries.sources.source import Bits, from_bytes
from shared.errors import Code, Failure

_NO_DIGIT, _SPACE = 255, 254


class Encoding(enum.StrEnum):
    """What a file of bits holds."""

    RAW = "raw"
    """Bytes; the most significant bit is the first."""
    HEX = "hex"
    """Hexadecimal digits, each four bits, the most significant first; white space is skipped."""
    ASCII = "ascii"
    """The characters 0 and 1; white space is skipped."""


def decode(data: bytes, encoding: Encoding, place: int = 0) -> Bits:
    """The bits that a piece of a file holds.

    Args:
        data: the piece.
        encoding: what the file holds.
        place: where in the file the piece begins, in bytes, for the failure's sentence.

    Returns:
        uint8 [n] of 0 and 1.

    Raises:
        Failure: ``INVALID_INPUT`` naming the first character that does not belong there, and where it is.
    """
    if encoding is Encoding.RAW:
        return from_bytes(data)
    values = _TABLES[encoding][np.frombuffer(data, np.uint8)]
    strangers = np.flatnonzero(values == _NO_DIGIT)
    if strangers.size:
        raise _stranger(data, int(strangers[0]), encoding, place)
    digits: Bits = values[values != _SPACE]
    if encoding is Encoding.ASCII:
        return digits
    return np.unpackbits(digits[:, None], axis=1)[:, 4:].reshape(-1)


def _table(digits: str) -> Bits:
    table = np.full(256, _NO_DIGIT, np.uint8)
    table[list(b" \t\r\n\f\v")] = _SPACE
    for value, digit in enumerate(digits):
        table[[ord(digit), ord(digit.upper())]] = value
    return table


_TABLES = {Encoding.HEX: _table("0123456789abcdef"), Encoding.ASCII: _table("01")}


def _stranger(data: bytes, index: int, encoding: Encoding, place: int) -> Failure:
    character = chr(data[index])
    shown = repr(character) if character.isascii() and character.isprintable() else f"byte {data[index]:#04x}"
    wanted = "a hexadecimal digit" if encoding is Encoding.HEX else "0 or 1"
    sentence = f"Byte {place + index + 1:,} of the input is {shown} and not {wanted}; check --input."
    return Failure(Code.INVALID_INPUT, sentence, field="input")
