"""Other sensors than the one that synthetic prints come from, so that not only that one is learned.

Real scanners saturate: paper pure white, wet ridges pure black; they cut fingers off and draw frames. A
network that has never seen an even white area answers it with features far outside the range of its tanh, and
then no key comes of the print. Every print learned from is therefore changed at random first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_WHITE = 255.0


def another_sensor(pixels: Pixels, random: np.random.Generator) -> Pixels:
    """The same print as some other scanner might give it.

    Args:
        pixels: uint8 ``[H, W]``.
        random: which scanner, and what happens on it.

    Returns:
        uint8 ``[H, W]``.
    """
    print_ = pixels.astype(np.float32)
    if random.random() < 0.3:
        print_ = _smudged(print_, random)
    if random.random() < 0.6:
        print_ = _saturated(print_, random)
    if random.random() < 0.4:
        print_ = _moved(print_, random)
    if random.random() < 0.3:
        print_ = _framed(print_, random)
    # Clipped before the cast: a float outside 0..255 has no defined value as uint8 (biometrics §1).
    return np.clip(np.rint(print_), 0, 255).astype(np.uint8)


def _smudged(print_: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Dark where the finger was wet, light where it was dry."""
    height, width = print_.shape
    rows = np.exp(-(((np.arange(height) - random.uniform(0, height)) / random.uniform(10, 30)) ** 2))
    columns = np.exp(-(((np.arange(width) - random.uniform(0, width)) / random.uniform(10, 30)) ** 2))
    return (print_ + random.uniform(-160, 100) * np.outer(rows, columns)).astype(np.float32)


def _saturated(print_: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """A steep contrast: paper becomes an even white, ridges black."""
    middle, gain = random.uniform(110, 190), random.uniform(1.3, 6.0)
    return np.clip(128 + gain * (print_ - middle), 0, _WHITE).astype(np.float32)


def _moved(print_: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """The finger lies off the middle and is cut off; what it uncovers is white."""
    height, width = print_.shape
    down, right = (int(step) for step in random.integers(-height // 4, height // 4 + 1, 2))
    moved = np.full_like(print_, _WHITE)
    moved[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = print_[
        max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)
    ]
    return moved


def _framed(print_: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """A grey line along some edges."""
    framed = print_.copy()
    grey, width = random.uniform(0, 200), int(random.integers(1, 4))
    for edge in (framed[:width], framed[-width:], framed[:, :width], framed[:, -width:]):
        if random.random() < 0.6:
            edge[...] = grey
    return framed
