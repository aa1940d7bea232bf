"""What everyone can do with paper mode's keystream: take the public Chen stream off, and put it on again.

What is left below Chen is the swarm's key, the same 1,024 bytes over and over.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lab.attacks.measure import xor
from shared.chaos import chen

PERIOD = 1024
"""After how many bytes the swarm's key comes again."""


@lru_cache(maxsize=4)
def public_stream(length: int) -> bytes:
    """The Chen stream: fixed constants, no key (biometrics §2.6)."""
    return chen.stream(length)


def below_chen(cipher: bytes) -> bytes:
    """The ciphertext with the public stream taken off: picture ⊕ repeated key."""
    return xor(cipher, public_stream(len(cipher)))


def key_below(cipher: bytes, known: bytes, start: int = 0) -> bytes:
    """The swarm's key from 1,024 known bytes of a picture, wherever they lie.

    Args:
        cipher: the message.
        known: 1,024 successive bytes of its picture.
        start: where in the picture they begin.

    Returns:
        1,024 bytes.
    """
    piece = below_chen(cipher)[start : start + PERIOD]
    return np.roll(np.frombuffer(xor(piece, known), np.uint8), start).tobytes()


def opened(cipher: bytes, key: bytes) -> bytes:
    """The picture, given the swarm's key."""
    repeated = np.resize(np.frombuffer(key, np.uint8), len(cipher)).tobytes()
    return xor(below_chen(cipher), repeated)
