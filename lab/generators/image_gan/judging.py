"""What keys of pictures are worth: each by itself, all together, and beside those of pictures like theirs.

A network may give keys that look uniform one by one and still be nearly the same for every picture; so keys
are also guessed, bit by bit, from those of other pictures. Everything is measured twice: of the keys as the
network makes them, and of what SHAKE-256 makes of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.batteries.histogram_null import (
    chi_square_p_value,
    entropy_and_chi_square,
    entropy_mean,
)
from lab.batteries.sources.files import HeldBits
from lab.batteries.sources.source import from_bytes
from lab.batteries.sp800_22.judgement import judge as judge_battery
from lab.batteries.sp800_22.parameters import Reading
from lab.batteries.sp800_22.running import Plan, run_battery
from lab.generators.derivation import numbered_seed, stream
from lab.generators.image_gan.pictures import Pixels, initial_picture, moved
from lab.generators.labels import Label

BATTERY_BITS = 1_000_000
_LEVEL = 0.01
_SHIFT = 1

Keys = npt.NDArray[np.uint8]
Make = Callable[[Pixels], bytes]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Material:
    """Keys of one network.

    Attributes:
        keys: of different pictures, uint8 [n, bytes].
        one_pixel: of the same pictures with one pixel one grey level away.
        shifted: of the same pictures moved by one column.
    """

    keys: Keys
    one_pixel: Keys
    shifted: Keys

    def hashed(self) -> Material:
        """What SHAKE-256 makes of each key, as long as the key."""
        return Material(*(_hashed(keys) for keys in (self.keys, self.one_pixel, self.shifted)))


def material(make: Make, seed: bytes, pictures: int, side: int, tell: Tell) -> Material:
    """Make the keys of radiographs and of what is like them.

    Args:
        make: the key of a picture, uint8 [side, side].
        seed: of the pictures.
        pictures: how many, at least 2.
        side: of a picture.
        tell: is told how many are done.
    """
    made: list[tuple[bytes, bytes, bytes]] = []
    for number in range(pictures):
        picture = initial_picture(numbered_seed(seed, number), side)
        made.append((make(picture), make(moved(picture, number)), make(np.roll(picture, _SHIFT, axis=1))))
        tell(number + 1, pictures)
    return Material(
        *(np.stack([np.frombuffer(key, np.uint8) for key in kind]) for kind in zip(*made, strict=True))
    )


def judge(material: Material) -> dict[str, Any]:
    """The figures, as JSON holds them; shares in percent.

    Args:
        material: keys of at least 2 pictures.
    """
    keys = material.keys
    length = keys.shape[1]
    entropies, chi_squares = zip(*(entropy_and_chi_square(key) for key in keys), strict=True)
    uneven = sum(chi_square_p_value(value, length) < _LEVEL for value in chi_squares)
    nearest = [_nearest(keys, number) for number in range(len(keys))]
    return {
        "entropy": round(float(np.mean(entropies)), 4),
        "entropy_of_uniform": round(entropy_mean(length), 4),
        "chi_square": round(float(np.median(chi_squares)), 1),
        "uneven_keys": f"{uneven} of {len(keys)}",
        "one_pixel": changed(keys, material.one_pixel),
        "shifted": changed(keys, material.shifted),
        "nearest_other": {
            "bytes": round(float(np.mean([one[0] for one in nearest])), 2),
            "bits": round(float(np.mean([one[1] for one in nearest])), 2),
        },
        "guessed_bits": round(guessed(keys), 2),
        **_battery(keys),
    }


def changed(keys: Keys, others: Keys) -> dict[str, float]:
    """Bytes and bits that differ between keys and their counterparts, in percent; 99.61 and 50 by chance."""
    bits = np.unpackbits(keys ^ others)
    return {
        "bytes": round(100 * float(np.mean(keys != others)), 2),
        "bits": round(100 * float(np.mean(bits)), 2),
    }


def guessed(keys: Keys) -> float:
    """Bits of a key that are as most of the other keys have them, in percent; 50 of independent keys.

    Args:
        keys: uint8 [n, bytes], n at least 2. Where the others are even the guess is 0.
    """
    bits = np.unpackbits(keys, axis=1).astype(np.int32)
    others = bits.sum(axis=0) - bits
    return 100 * float(np.mean((2 * others > len(keys) - 1) == bits))


def _nearest(keys: Keys, number: int) -> tuple[float, float]:
    """Bytes and bits, in percent, by which the key that shares most bytes with this one differs from it."""
    others = np.delete(keys, number, axis=0)
    apart = (others != keys[number]).mean(axis=1)
    at = int(np.argmin(apart))
    return 100 * float(apart[at]), 100 * float(np.unpackbits(others[at] ^ keys[number]).mean())


def _battery(keys: Keys) -> dict[str, Any]:
    """SP 800-22 on the keys one behind the other; None of fewer than a million bits."""
    bits = from_bytes(keys.tobytes())
    if bits.size < BATTERY_BITS:
        return {"nist_bits": 0, "nist_below_level": None, "nist_failed": None}
    judged = judge_battery(run_battery(HeldBits("keys", bits), Plan(BATTERY_BITS)), Reading.CORRECTED)
    failed = sorted({finding.name.split()[0].rstrip(",") for finding in judged.findings})
    share = judged.below / round(judged.expected_below / _LEVEL)
    return {"nist_bits": BATTERY_BITS, "nist_below_level": round(100 * share, 1), "nist_failed": failed}


def _hashed(keys: Keys) -> Keys:
    made = [stream(key.tobytes(), Label.HASHED).bytes(keys.shape[1]) for key in keys]
    return np.stack([np.frombuffer(one, np.uint8) for one in made])
