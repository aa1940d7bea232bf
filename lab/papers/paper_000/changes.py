"""How far a key moves when its picture changes a little, or only the way it is computed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from lab.networks.squeezenet import SqueezeNet
from lab.papers.paper_000.features import Features, features_of
from lab.papers.paper_000.key import Recipe, Rounding, key_of
from lab.papers.paper_000.pictures import DEVIATION, Prepared

BATCH = 8
PIXELS = 16
"""Tried one after the other."""

_CHANNEL = 1
_SEED = 0


@dataclass(frozen=True)
class KeyDistance:
    """Between two keys.

    Attributes:
        bits: that differ, in percent of those that both have; 50 between independent keys.
        same_length: whether no feature has come or gone.
    """

    bits: float
    same_length: bool


def key_distance(one: bytes, other: bytes) -> KeyDistance:
    """Compare two keys from their first bits on, as far as the shorter goes."""
    shorter = min(len(one), len(other))
    first, second = (np.frombuffer(key[:shorter], np.uint8) for key in (one, other))
    return KeyDistance(100 * float(np.unpackbits(first ^ second).mean()), len(one) == len(other))


def one_pixel(network: SqueezeNet, prepared: Prepared, recipe: Recipe) -> list[KeyDistance]:
    """Distances when the green of one pixel of 224 x 224 is a level higher, one pixel at a time.

    Args:
        network: of the key.
        prepared: the picture.
        recipe: of the key.

    Returns:
        One for each of :data:`PIXELS` pixels, drawn from PCG64.
    """
    random = np.random.Generator(np.random.PCG64(_SEED))
    key = _key(network, prepared, recipe)
    distances = []
    for row, column in random.integers(prepared.shape[1], size=(PIXELS, 2)):
        changed = prepared.copy()
        changed[_CHANNEL, row, column] += np.float32(1 / (255 * DEVIATION[_CHANNEL]))
        distances.append(key_distance(key, _key(network, changed, recipe)))
    return distances


def mirrored(network: SqueezeNet, prepared: Prepared, recipe: Recipe) -> tuple[KeyDistance, float]:
    """Distance of the key of the picture's mirror image, and how alike the features are.

    Returns:
        The distance, and the correlation of the features with the mirror image's, turned back.
    """
    turned = np.ascontiguousarray(prepared[:, :, ::-1])
    here, there = (features_of(network, [one])[0] for one in (prepared, turned))
    side = round((here.size / 512) ** 0.5)
    back = there.reshape(-1, side, side)[:, :, ::-1].ravel()
    likeness = float(np.corrcoef(here.astype(np.float64), back.astype(np.float64))[0, 1])
    return key_distance(key_of(here, recipe), key_of(there, recipe)), likeness


@dataclass(frozen=True)
class Ways:
    """The same picture's features, computed in different ways.

    Attributes:
        plain: alone, on one thread.
        batch: as the first of eight.
        threads: alone, on two threads.
    """

    plain: Features
    batch: Features
    threads: Features

    def distances(self, recipe: Recipe, rounding: Rounding) -> dict[str, KeyDistance]:
        """Of the key with this rounding from the plain way's, by what was different."""
        rounded = Recipe(recipe.gains, recipe.order, recipe.byte_map, rounding)
        key = key_of(self.plain, rounded)
        others = {"a batch of eight": self.batch, "two threads": self.threads}
        return {way: key_distance(key, key_of(features, rounded)) for way, features in others.items()}

    def moved(self, grid: float) -> int:
        """How many features, rounded to multiples of ``grid``, another way gives otherwise."""
        plain = np.rint(self.plain / grid)
        return max(int(np.count_nonzero(plain != np.rint(one / grid))) for one in (self.batch, self.threads))

    @property
    def largest_difference(self) -> float:
        """Of any feature between two ways."""
        return float(max(np.abs(self.plain - other).max() for other in (self.batch, self.threads)))


def computed_ways(network: SqueezeNet, prepared: Prepared) -> Ways:
    """Compute a picture's features in three ways; torch's number of threads is as before afterwards.

    Args:
        network: in single or double precision.
        prepared: the picture.
    """
    with _threads(1):
        plain = features_of(network, [prepared])[0]
        batch = features_of(network, [prepared] * BATCH)[0]
    with _threads(2):
        return Ways(plain, batch, features_of(network, [prepared])[0])


def _key(network: SqueezeNet, prepared: Prepared, recipe: Recipe) -> bytes:
    return key_of(features_of(network, [prepared])[0], recipe)


@contextlib.contextmanager
def _threads(count: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
