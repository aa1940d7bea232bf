"""Bits from a file or from standard input, read as far as they are needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np

from lab.batteries.sources.encodings import Encoding, decode
from lab.batteries.sources.source import Bits, StreamedBits
from shared.errors import Code, Failure

STDIN = "-"

_PIECE_BYTES = 1 << 20


class FileSource(StreamedBits):
    """The bits of an open file, in order.

    Args:
        name: of the file, for a report.
        file: open for reading bytes; it is read in pieces and left open.
        encoding: what it holds.
    """

    def __init__(self, name: str, file: BinaryIO, encoding: Encoding) -> None:
        super().__init__(name)
        self._file = file
        self._encoding = encoding
        self._place = 0

    def _block(self, wanted: int) -> Bits:
        del wanted  # a piece is as quickly read as a part of it
        while True:
            data = self._read()
            bits = decode(data, self._encoding, self._place)
            self._place += len(data)
            if bits.size or not data:  # a piece of white space is not the end
                return bits

    def _read(self) -> bytes:
        try:
            return self._file.read(_PIECE_BYTES)
        except OSError as error:
            raise Failure(Code.LOCAL_FAILURE, f"{self.name} cannot be read: {error.strerror}.") from None


def open_file(path: str, encoding: Encoding = Encoding.RAW) -> FileSource:
    """Open a file of bits; ``-`` is standard input.

    Args:
        path: of the file.
        encoding: what it holds.

    Raises:
        Failure: ``INVALID_INPUT`` when there is no such file or it cannot be opened.
    """
    if path == STDIN:
        return FileSource("standard input", sys.stdin.buffer, encoding)
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed with the source's last reference
    except OSError as error:
        sentence = f"{path} cannot be opened: {error.strerror}; name a file of bits, or - for standard input."
        raise Failure(Code.INVALID_INPUT, sentence, field="file") from None
    return FileSource(path, file, encoding)


class HeldBits(StreamedBits):
    """Bits that are in memory already.

    Args:
        name: what they are, for a report.
        bits: zeros and ones, uint8 [n].
    """

    def __init__(self, name: str, bits: Bits) -> None:
        super().__init__(name)
        self._rest = bits

    def _block(self, wanted: int) -> Bits:
        del wanted
        bits, self._rest = self._rest, np.empty(0, np.uint8)
        return bits
