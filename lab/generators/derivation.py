"""Further seeds, numbers and streams from a seed, each use under a label of its own."""

from __future__ import annotations

import numpy as np

from lab.generators.labels import Label
from shared.crypto.key_schedule import expand, extract
from shared.encoding import Item, lv
from shared.exact.xof import ShakeStream

SEED_BYTES = 32
HKDF_MAX_BYTES = 8160
"""255 hashes: the longest output of HKDF-SHA-256 (RFC 5869, 2.3)."""


def derive(seed: bytes, label: Label, *context: Item, length: int = SEED_BYTES) -> bytes:
    """HKDF-SHA-256 of a seed without salt, ``lv`` of label and context as its info (RFC 5869).

    Args:
        seed: any bytes.
        label: what the result is for.
        context: what else it depends on.
        length: bytes wanted, at most :data:`HKDF_MAX_BYTES`.
    """
    with extract(b"", seed) as key, expand(key, lv(label, *context), length) as derived:
        return derived.export_bytes()


def retry_seed(seed: bytes, number: int) -> bytes:
    """The seed of try ``number``, 32 bytes; the first try, number 0, has the seed itself."""
    return derive(seed, Label.RETRY, number) if number else seed


def numbered_seed(seed: bytes, number: int) -> bytes:
    """One of any number of seeds, 32 bytes, that differ wherever seed or number do."""
    return derive(seed, Label.NUMBERED_SEED, number)


def stream(seed: bytes, label: Label, *context: Item) -> ShakeStream:
    """SHAKE-256 of label, seed and context: the same on every machine."""
    return ShakeStream(lv(label, seed, *context))


def pcg64(seed: bytes, label: Label) -> np.random.Generator:
    """NumPy's PCG64 on a derived seed.

    Whatever the seed holds, NumPy mixes it down to :data:`PCG64_SEED_BITS` before the generator sees it.
    """
    return np.random.Generator(np.random.PCG64(int.from_bytes(derive(seed, label), "big")))


PCG64_SEED_BITS = 128
"""The pool of NumPy's SeedSequence: four words of 32 bits."""
