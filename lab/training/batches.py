"""Prints as a network takes them: preprocessed as for a key, in shuffled batches, half of them mirrored."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from shared.biometrics.preprocessing import preprocess
from torch import Tensor

from shared.biometrics.prints import Print

_HAND = 5
"""Fingers a hand; the mirror image of a left finger is one of the same finger of the right hand."""


def prepare(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Preprocess prints exactly as key generation does (biometrics §2, step 1).

    Args:
        pixels: uint8 ``[n, H, W]``.

    Returns:
        uint8 ``[n, 96, 96]``.
    """
    return np.stack([preprocess(Print(one)) for one in pixels])


def to_tensor(images: NDArray[np.uint8]) -> Tensor:
    """Prepared images ``[n, 96, 96]`` as float ``[n, 1, 96, 96]`` in 0..1."""
    batch = torch.from_numpy(np.ascontiguousarray(images)).float().div_(255).unsqueeze(1)
    return batch.contiguous(memory_format=torch.channels_last)


def endless_batches(
    images: NDArray[np.uint8], fingers: NDArray[np.int64], size: int, seed: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Shuffled batches for ever; each image is mirrored, and its finger with it, half of the time.

    Args:
        images: prepared, uint8 ``[n, 96, 96]``.
        fingers: int64 ``[n]``.
        size: of a batch.
        seed: of the order.

    Yields:
        Images float ``[size, 1, 96, 96]`` and fingers int64 ``[size]``.
    """
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(images))
        for start in range(0, len(order) - size + 1, size):
            chosen = order[start : start + size]
            batch, labels = images[chosen], fingers[chosen]
            flipped = random.random(size) < 0.5
            batch[flipped] = batch[flipped][:, :, ::-1]
            labels[flipped] = (labels[flipped] + _HAND) % (2 * _HAND)
            yield to_tensor(batch), torch.from_numpy(labels)
