"""What keys of :mod:`lab.papers.paper_000.enrolled` are like, over enrolled prints of synthetic people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.batteries.histogram_null import entropy_and_chi_square
from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from lab.batteries.sources.swarm_keys import People
from lab.batteries.sp800_22.catalogue import ALPHA
from lab.batteries.sp800_22.judgement import judge
from lab.batteries.sp800_22.parameters import Reading
from lab.batteries.sp800_22.running import Plan, run_battery
from lab.papers.paper_000.enrolled import IntegerMap, integer_key
from lab.papers.paper_000.hyperchaos import CHUNK, Order
from lab.papers.paper_003.scheme import paper_images
from shared.exact.network import Network
from shared.keygen.assessment import assess
from shared.protocol.counter import MAX_FINGERS

BITS = 1_000_000

Variations = npt.NDArray[np.int16]
"""int16 [prints, variations, 1024], exact features of each print's variations."""
Keys = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class MapResult:
    """One integer map, measured over all keys.

    Attributes:
        integer_map: which.
        order: which values an equation sees.
        values: byte values that occur.
        usable: part of the keys that pass the assessment that the exchange makes of a key.
        entropy: mean of the keys' byte entropies in bits; of uniform ones 7.809.
        chi_square: of all bytes together; 255 degrees of freedom.
        place_chi_squares: the same of the bytes of X, Y, Z and W alone.
        repeated: chunks of four bytes that occurred before.
        expected_repeats: of uniform ones, on average.
        same_print: bits that differ between two variations of one print, in percent, on average.
        other_print: the same between two prints.
        moved: chunks, and bits, that the last bit of one feature changes at most, tried once in each print.
        told: whether SP 800-22 tells the keys, one behind the other, from an ideal source.
        below: p-values below .01, and how many there are.
    """

    integer_map: IntegerMap
    order: Order
    values: int
    usable: float
    entropy: float
    chi_square: float
    place_chi_squares: tuple[float, ...]
    repeated: int
    expected_repeats: float
    same_print: float
    other_print: float
    moved: tuple[int, int]
    told: bool
    below: tuple[int, int]

    def row(self) -> dict[str, Any]:
        """A line about it."""
        return {
            "map": self.integer_map.value,
            "order": self.order.value,
            "values": self.values,
            "usable": f"{100 * self.usable:.1f} %",
            "entropy": f"{self.entropy:.3f}",
            "chi_square": f"{self.chi_square:,.0f}",
            "of_x_y_z_w": " ".join(f"{one:,.0f}" for one in self.place_chi_squares),
            "repeated": f"{self.repeated:,} ({self.expected_repeats:.1f})",
            "same_print": f"{self.same_print:.2f} %",
            "other_print": f"{self.other_print:.2f} %",
            "moved": f"{self.moved[0]} chunk{'s' * (self.moved[0] != 1)}, {self.moved[1]} bits",
            "sp800_22": f"{'told' if self.told else 'nothing'}, {self.below[0]} of {self.below[1]} below .01",
        }


def enrolled_features(people: People, users: int, network: Network) -> Variations:
    """The exact features of every variation of the prints that users' ten counters choose.

    Args:
        people: users and prints.
        users: how many of them.
        network: the model.
    """
    return np.stack(list(_features(people, users, network)))


def _features(people: People, users: int, network: Network) -> Iterator[npt.NDArray[np.int16]]:
    for user, prints in itertools.islice(people, users):
        for index in range(1, MAX_FINGERS + 1):
            yield network.features(paper_images(user, index, prints, network))


def measure_map(
    variations: Variations, integer_map: IntegerMap, order: Order = Order.SEQUENTIAL
) -> MapResult:
    """Make all keys with one map, and measure them.

    Args:
        variations: of at least two prints with at least two variations each, a million bits of keys in all.
        integer_map: which.
        order: which values an equation sees.
    """
    keys = np.stack([[integer_key(one, integer_map, order) for one in few] for few in variations])
    every = keys.reshape(-1, keys.shape[-1])
    plan = Plan(BITS, 8 * every.size // BITS)
    outcomes = run_battery(_KeyBits(every), plan)
    p_values = [one.p_value for found in outcomes for one in found if one.p_value is not None]
    first = keys[:, 0]
    return MapResult(
        integer_map,
        order,
        np.unique(every).size,
        float(np.mean([assess(key).accepted for key in every])),
        float(np.mean([entropy_and_chi_square(key)[0] for key in every])),
        _chi_square(every),
        tuple(_chi_square(every[:, place::CHUNK]) for place in range(CHUNK)),
        *_repeats(every),
        _distance(np.repeat(first, keys.shape[1] - 1, axis=0), keys[:, 1:].reshape(-1, keys.shape[-1])),
        float(np.mean([_distance(first[step:], first[:-step]) for step in range(1, len(first))])),
        _moved(variations[:, 0], first, integer_map, order),
        judge(outcomes, Reading.CORRECTED).distinguished,
        (sum(value < ALPHA for value in p_values), len(p_values)),
    )


def _chi_square(some: Keys) -> float:
    """How far the byte values are from even counts."""
    return float(entropy_and_chi_square(some.ravel())[1])


def _repeats(keys: Keys) -> tuple[int, float]:
    """How many chunks repeat an earlier one, and the mean of uniform ones: n (n - 1) / 2^33."""
    chunks = np.ascontiguousarray(keys).view(np.uint32).ravel()
    return int(chunks.size - np.unique(chunks).size), chunks.size * (chunks.size - 1) / 2**33


def _distance(ones: Keys, others: Keys) -> float:
    return 100 * float(np.unpackbits(ones ^ others).mean())


def _moved(features: Variations, keys: Keys, integer_map: IntegerMap, order: Order) -> tuple[int, int]:
    """What one feature moves: another one in each print, so that all four places of a chunk occur."""
    touched = features.copy()
    touched[np.arange(len(touched)), 5 * np.arange(len(touched)) % touched.shape[1]] ^= 1
    changes = np.stack([integer_key(one, integer_map, order) for one in touched]) ^ keys
    chunks = changes.reshape(len(keys), -1, CHUNK).any(axis=2).sum(axis=1)
    return int(chunks.max()), int(np.bitwise_count(changes).sum(axis=1, dtype=np.int64).max())


class _KeyBits(StreamedBits):
    """Keys, one behind the other."""

    def __init__(self, keys: Keys) -> None:
        super().__init__("enrolled-hyperchaos")
        self._left = [keys.tobytes()]

    def _block(self, wanted: int) -> Bits:
        del wanted
        return from_bytes(self._left.pop() if self._left else b"")
