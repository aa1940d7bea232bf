"""What the least change does to a key, and to a picture that is decrypted with it (paper 001, eq. 2 and 3).

Changed is one bit of the seed, or one first value of the recipe. A seed goes through a hash before a recipe
sees it, so that the first changes half of the bits of nearly any key; only the second says something of the
recipe. A picture is encrypted by XOR with the key repeated over it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.attacks.pictures import radiograph
from lab.generators.generator import KeyGenerator
from lab.generators.parameters import P

Pixels = npt.NDArray[np.uint8]

CHANGES = 8
"""Over which the figures are averaged, unless told otherwise."""

_SIDE = 64
_PICTURE = 1
_UNIFORM_VARIANCE = (256**2 - 1) / 12
_WITHIN_99_PERCENT = 2.576


@dataclass(frozen=True)
class Sensitivity:
    """Averages over changes.

    Attributes:
        bit_change: bits of the key that change, in percent; 50 of keys that are independent.
        limits: between which 99 % of such averages lie.
        unchanged: changes that left the key as it was.
        changes: all that were made.
        mse: of the picture and what the wrong key makes of it.
        expected_mse: of the picture and uniform noise.
        psnr: of that, in dB; infinite where the picture comes out whole.
    """

    bit_change: float
    limits: tuple[float, float]
    unchanged: int
    changes: int
    mse: float
    expected_mse: float
    psnr: float

    @property
    def holds(self) -> bool:
        """Whether as many bits change as of independent keys."""
        return self.limits[0] <= self.bit_change <= self.limits[1]

    def record(self) -> dict[str, Any]:
        """As JSON holds it; an infinite PSNR is null."""
        return {
            "bit_change_percent": round(self.bit_change, 3),
            "limits": [round(limit, 3) for limit in self.limits],
            "holds": self.holds,
            "unchanged": self.unchanged,
            "changes": self.changes,
            "mse": round(self.mse, 2),
            "expected_mse": round(self.expected_mse, 2),
            "psnr": None if math.isinf(self.psnr) else round(self.psnr, 3),
        }


def seed_sensitivity(
    generator: KeyGenerator[P], seed: bytes, parameters: P, changes: int = CHANGES
) -> Sensitivity:
    """Flip bits of the seed, spread evenly over it, one at a time."""
    key = generator.generate(seed, parameters).key.export_bytes()
    places = [8 * len(seed) * number // changes for number in range(changes)]
    flipped = [generator.generate(with_flipped(seed, place), parameters) for place in places]
    return compare_keys(key, [material.key.export_bytes() for material in flipped])


def recipe_sensitivity(
    generator: KeyGenerator[P], seed: bytes, parameters: P, changes: int = CHANGES
) -> Sensitivity | None:
    """Move first values of the recipe, one at a time; None where the generator has no neighbours."""
    if generator.neighbour is None:
        return None
    key = generator.generate(seed, parameters).key.export_bytes()
    return compare_keys(key, [generator.neighbour(seed, parameters, number) for number in range(changes)])


def with_flipped(seed: bytes, place: int) -> bytes:
    """A seed in which one bit is another, counted from the first byte's most significant."""
    flipped = bytearray(seed)
    flipped[place // 8] ^= 0x80 >> place % 8
    return bytes(flipped)


def compare_keys(key: bytes, others: Sequence[bytes]) -> Sensitivity:
    """How far other keys are from one, and what they make of a picture that it has encrypted.

    Args:
        key: the right one.
        others: the wrong ones, at least one, each of the same length.
    """
    picture = radiograph(_PICTURE, _SIDE)
    differences = [np.frombuffer(key, np.uint8) ^ np.frombuffer(other, np.uint8) for other in others]
    bits = 8 * len(key) * len(others)
    half_width = _WITHIN_99_PERCENT * 50 / math.sqrt(bits)
    changed = 100 * sum(int(np.unpackbits(one).sum()) for one in differences) / bits
    errors = [_squared_error(picture, difference) for difference in differences]
    mse = float(np.mean(errors))
    psnr = 10 * math.log10(255**2 / mse) if mse else math.inf
    unchanged = sum(not one.any() for one in differences)
    limits = (50 - half_width, 50 + half_width)
    return Sensitivity(changed, limits, unchanged, len(others), mse, expected_mse(picture), psnr)


def expected_mse(picture: Pixels) -> float:
    """MSE of a picture and uniform noise: the mean of (p - 127.5)^2, and the noise's variance."""
    return float(np.mean((picture.astype(np.float64) - 127.5) ** 2)) + _UNIFORM_VARIANCE


def _squared_error(picture: Pixels, difference: Pixels) -> float:
    wrong = picture.ravel() ^ np.resize(difference, picture.size)
    return float(np.mean((wrong.astype(np.float64) - picture.ravel()) ** 2))
