"""Image ciphers side by side on one picture: what papers report of them, and what a changed pixel does."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lab.batteries.images.cipher_pair import npcr, uaci
from lab.batteries.images.distribution import chi_square, entropy
from lab.batteries.images.fidelity import mse, psnr
from lab.batteries.images.neighbours import Direction, neighbour_correlation
from lab.batteries.images.pictures import Picture
from lab.batteries.images.plain_cipher_pair import npcr_pc, uaci_pc
from lab.batteries.images.sensitivity import turned
from lab.batteries.measurement import Measurement
from lab.ciphers.image_cipher import ImageCipher, Keyed, require_plaintext
from lab.ciphers.paper_002.timestamp import EXAMPLE, a_second_later
from shared.ciphers.parameters import KEY_BYTES

CAUTION = (
    "NPCR_pc and UACI_pc are of plaintext and ciphertext, as paper 002 has them: UACI_pc follows from the "
    "picture's histogram. NPCR and UACI are of two ciphertexts; where one changed pixel changes one, there "
    "is no diffusion. None of these figures shows that a key is secret."
)
_KEY_TEXT = b"a key that everyone knows, for comparing ciphers"
_MARGIN = 4


@dataclass(frozen=True, eq=False)
class Compared:
    """One cipher on one picture.

    Attributes:
        cipher: the cipher.
        ciphertext: of the picture.
        seconds: that encryption took, all of it but what is made once for a process.
        measurements: of the ciphertext, and of plaintext and ciphertext.
        changed_values: of the ciphertext when the lowest bit of one value of the plaintext turns.
        one_value: NPCR and UACI between these two ciphertexts.
        near_key: NPCR and UACI between ciphertexts under this key and the nearest; empty without a key.
    """

    cipher: ImageCipher
    ciphertext: Picture
    seconds: float
    measurements: Sequence[Measurement]
    changed_values: int
    one_value: Sequence[Measurement]
    near_key: Sequence[Measurement]

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "cipher": self.cipher.name,
            "seconds": self.seconds,
            "effective_bits": self.cipher.strength(self.ciphertext.shape).effective,
            "measurements": [one.record() for one in self.measurements],
            "changed_values": self.changed_values,
            "one_value_changed": [one.record() for one in self.one_value],
            "near_key": [one.record() for one in self.near_key],
        }

    def value(self, name: str) -> float:
        """One measured value by its name.

        Raises:
            KeyError: there is none of that name.
        """
        return {one.name: one.value for one in self.measurements}[name]


def compare(
    picture: Picture,
    ciphers: Sequence[ImageCipher],
    timestamp: str = EXAMPLE,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Compared]:
    """Encrypt a picture by each cipher and measure.

    Args:
        picture: at least 2 x 2, uint8 [height, width] or [height, width, 3].
        ciphers: which.
        timestamp: the key of those that take a date; the others have one that everyone knows.
        progress: told how many of how many ciphers are done.

    Raises:
        Failure: as :meth:`ImageCipher.transform`.
    """
    require_plaintext(picture)
    done = []
    for cipher in ciphers:
        progress(len(done), len(ciphers))
        done.append(_compare(picture, cipher, timestamp))
    progress(len(done), len(ciphers))
    return done


def beside(picture: Picture, compared: Sequence[Compared]) -> Picture:
    """The picture and its ciphertexts in a row with white between, each at its own size."""
    margin = np.full((picture.shape[0], _MARGIN, *picture.shape[2:]), 255, np.uint8)
    row = [picture]
    for one in compared:
        row += [margin, one.ciphertext]
    return np.concatenate(row, axis=1)


def key_for(cipher: ImageCipher, timestamp: str) -> bytes:
    """The key that a cipher is compared with: the date, or 1,024 bytes that everyone knows."""
    if cipher.keyed is Keyed.TIMESTAMP:
        return timestamp.encode()
    return hashlib.shake_256(_KEY_TEXT).digest(KEY_BYTES) if cipher.keyed is Keyed.BIOMETRIC else b""


def _compare(picture: Picture, cipher: ImageCipher, timestamp: str) -> Compared:
    key = key_for(cipher, timestamp)
    cipher.transform(picture, key)  # networks and compiled code are made here
    begun = time.perf_counter()
    ciphertext = cipher.transform(picture, key)
    seconds = time.perf_counter() - begun
    touched = picture.copy()
    touched[tuple(side // 2 for side in picture.shape)] ^= 1
    other = cipher.transform(touched, key)
    near = _near_key(cipher, key)
    elsewhere = None if near is None else cipher.transform(picture, near)
    return Compared(
        cipher,
        ciphertext,
        seconds,
        _measure(picture, ciphertext),
        int(np.count_nonzero(ciphertext != other)),
        (npcr(ciphertext, other), uaci(ciphertext, other)),
        () if elsewhere is None else (npcr(ciphertext, elsewhere), uaci(ciphertext, elsewhere)),
    )


def _near_key(cipher: ImageCipher, key: bytes) -> bytes | None:
    """The date of the next second, or the key with one bit turned."""
    if cipher.keyed is Keyed.TIMESTAMP:
        return a_second_later(key.decode()).encode()
    return turned(key, 0) if key else None


def _measure(plain: Picture, ciphertext: Picture) -> list[Measurement]:
    pair = (plain, ciphertext)
    correlations = [neighbour_correlation(ciphertext, direction) for direction in Direction]
    found = [entropy(ciphertext), chi_square(ciphertext), *correlations]
    return [*found, npcr_pc(*pair), uaci_pc(*pair), mse(*pair), psnr(*pair)]
