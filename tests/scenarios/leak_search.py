"""Finds any 16-byte window of a secret in what is not secret: raw, hexadecimal or base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

WINDOW = 16
_WORD = 8
_BEGINNINGS = np.uint64(2**24)
# A print has even areas; a window of them is found in any other picture and says nothing about the print.
_FEWEST_DIFFERENT_BYTES = 8

_HEX = re.compile(rb"[0-9a-fA-F]{32,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{22,}")


class LeakSearch:
    """Searches for a set of secrets.

    Args:
        secrets: the secrets by what they are called in a finding.
    """

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        self._names = {window: name for name, secret in secrets.items() for window in _windows(secret)}
        words = np.array([_word(window) for window in self._names], dtype=np.uint64)
        self._may_begin = np.zeros(int(_BEGINNINGS), dtype=np.bool_)
        self._may_begin[words % _BEGINNINGS] = True

    def findings(self, haystacks: Mapping[str, bytes]) -> list[str]:
        """Which secret was found where; empty when none was."""
        return sorted({f"{name} in {place}" for place, data in haystacks.items() for name in self._in(data)})

    def _in(self, data: bytes) -> Iterator[str]:
        for view in _views(data):
            for start in self._candidates(view):
                if (name := self._names.get(view[start : start + WINDOW])) is not None:
                    yield name

    def _candidates(self, data: bytes) -> Iterable[int]:
        """Where a window may begin: its first bytes are those of some window."""
        for shift in range(_WORD):
            words: NDArray[np.uint64] = np.frombuffer(
                data, dtype="<u8", count=max(0, len(data) - shift) // _WORD, offset=min(shift, len(data))
            )
            yield from (np.flatnonzero(self._may_begin[words % _BEGINNINGS]) * _WORD + shift).tolist()


def _windows(secret: bytes) -> Iterator[bytes]:
    for start in range(len(secret) - WINDOW + 1):
        window = secret[start : start + WINDOW]
        if len(set(window)) >= _FEWEST_DIFFERENT_BYTES:
            yield window


def _word(window: bytes) -> int:
    return int.from_bytes(window[:_WORD], "little")


def _views(data: bytes) -> Iterator[bytes]:
    """The data itself, and everything in it that could be hexadecimal or base64, decoded at every phase."""
    yield data
    for run in _HEX.findall(data):
        for phase in range(2):
            text = run[phase:]
            yield binascii.unhexlify(text[: len(text) // 2 * 2])
    for run in _BASE64.findall(data):
        for phase in range(4):
            text = run[phase:].translate(bytes.maketrans(b"-_", b"+/"))
            yield base64.b64decode(text[: len(text) // 4 * 4])
