"""Prints as a network takes them: preprocessed as for a key, and in shuffled batches to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lab.datasets.print_set import PrintSet
from lab.training.sensors import another_sensor
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print

INPUT_SIDE = 96

_HAND = 5
"""Fingers a hand; the mirror image of a left finger is one of the same finger of the right hand."""


@dataclass(frozen=True)
class Examples:
    """Prepared images uint8 ``[n, 96, 96]`` and their fingers int64 ``[n]``."""

    images: NDArray[np.uint8]
    fingers: NDArray[np.int64]


def prepare_set(prints: PrintSet) -> Examples:
    """A set of prints as the network takes them."""
    return Examples(prepare(prints.pixels), prints.fingers)


def prepare(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Preprocess prints exactly as key generation does (biometrics §2, step 1).

    Args:
        pixels: uint8 ``[n, H, W]``.

    Returns:
        uint8 ``[n, 96, 96]``.
    """
    return np.stack([preprocess(Print(one), INPUT_SIDE, INPUT_SIDE) for one in pixels])


def to_tensor(images: NDArray[np.uint8]) -> Tensor:
    """Prepared images ``[n, 96, 96]`` as float ``[n, 1, 96, 96]`` in 0..1."""
    batch = torch.from_numpy(np.ascontiguousarray(images)).float().div_(255).unsqueeze(1)
    return batch.contiguous(memory_format=torch.channels_last)


def endless_batches(prints: PrintSet, size: int, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Shuffled batches for ever; each print comes from another sensor every time.

    Half of the prints are mirrored, and their fingers with them.

    Args:
        prints: what there is to learn.
        size: of a batch.
        seed: of the order and of the sensors.

    Yields:
        Images float ``[size, 1, 96, 96]`` and fingers int64 ``[size]``.
    """
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(prints))
        for start in range(0, len(order) - size + 1, size):
            chosen = order[start : start + size]
            batch = prepare(np.stack([another_sensor(prints.pixels[one], random) for one in chosen]))
            labels = prints.fingers[chosen]
            flipped = random.random(size) < 0.5
            batch[flipped] = batch[flipped][:, :, ::-1]
            labels[flipped] = (labels[flipped] + _HAND) % (2 * _HAND)
            yield to_tensor(batch), torch.from_numpy(labels)
