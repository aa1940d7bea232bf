"""Pictures and their ciphertexts, under keys that are nobody's.

A picture beside its ciphertext gives the key away: one XOR the other is the keystream, and Chen's part of it
is public. So the keys are drawn from the report's seed. What is measured does not depend on that: Chen's
stream makes the ciphertext look uniform whatever key is mixed into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lab.attacks.pictures import radiograph
from lab.batteries.images.pictures import Picture
from lab.papers.paper_003.scheme import paper_cipher

SIDE = 256
OTHER_KEYS = 6
"""Under how many further keys the picture is encrypted."""

KEY_BYTES = 1024
"""Of a key, which the paper repeats over the picture."""
_FIRST, _SECOND = 1, 2


@dataclass(frozen=True)
class Demonstration:
    """All uint8 [256, 256].

    Attributes:
        plain: a picture.
        cipher: its ciphertext.
        touched: the ciphertext of the picture with the lowest bit of its middle pixel turned.
        others: ciphertexts of the picture under other keys.
        second_plain: another picture.
        second_cipher: its ciphertext under the same key as the first.
    """

    plain: Picture = field(repr=False)
    cipher: Picture = field(repr=False)
    touched: Picture = field(repr=False)
    others: tuple[Picture, ...] = field(repr=False)
    second_plain: Picture = field(repr=False)
    second_cipher: Picture = field(repr=False)


def demonstrate(seed: int) -> Demonstration:
    """Draw pictures and keys, and encrypt.

    Args:
        seed: of PCG64; the same gives the same pictures and keys.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    first, *others = (random.bytes(KEY_BYTES) for _ in range(1 + OTHER_KEYS))
    plain, second = radiograph(2 * seed + _FIRST, SIDE), radiograph(2 * seed + _SECOND, SIDE)
    touched = plain.copy()
    touched[SIDE // 2, SIDE // 2] ^= 1
    return Demonstration(
        plain=plain,
        cipher=_encrypted(plain, first),
        touched=_encrypted(touched, first),
        others=tuple(_encrypted(plain, key) for key in others),
        second_plain=second,
        second_cipher=_encrypted(second, first),
    )


def _encrypted(picture: Picture, key: bytes) -> Picture:
    return np.frombuffer(paper_cipher(picture.tobytes(), key), np.uint8).reshape(picture.shape)
