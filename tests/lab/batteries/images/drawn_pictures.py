"""Pictures and toy ciphers for the tests of the metrics."""

from __future__ import annotations

import hashlib

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

SHAPES = st.sampled_from([(4, 5), (8, 8), (3, 7, 3), (6, 2, 3)])
PICTURES = SHAPES.flatmap(lambda shape: arrays(np.uint8, shape))
PAIRS = SHAPES.flatmap(lambda shape: st.tuples(arrays(np.uint8, shape), arrays(np.uint8, shape)))


def noise(seed: int, *shape: int) -> np.ndarray:
    """Uniform pixels."""
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def ramp(side: int) -> np.ndarray:
    """Grey from dark to light, as smooth as a picture can be."""
    rows, columns = np.mgrid[0:side, 0:side]
    return ((rows + columns) * 255 // (2 * side - 2)).astype(np.uint8)


def xor_cipher(picture: np.ndarray, key: bytes) -> np.ndarray:
    """Picture XOR a keystream of the key: its own inverse, without any diffusion."""
    stream = hashlib.shake_256(key).digest(picture.size)
    return picture ^ np.frombuffer(stream, np.uint8).reshape(picture.shape)


def hashing_cipher(picture: np.ndarray, key: bytes) -> np.ndarray:
    """A keystream of key and picture: every change changes everything (and nothing can be decrypted)."""
    return xor_cipher(picture, hashlib.sha256(key + picture.tobytes()).digest())
