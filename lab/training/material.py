"""What is learned from: a whole set of prints in the device's memory, as bytes, and its order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


@dataclass(frozen=True)
class Material:
    """Prints and their classes on one device.

    Attributes:
        images: uint8 ``[n, side, side]``.
        labels: int64 ``[n]``.
    """

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        """The number of prints."""
        return len(self.labels)

    @classmethod
    def on(cls, device: torch.device, images: NDArray[np.uint8], labels: NDArray[np.integer]) -> Material:
        """Move prints and classes to a device."""
        return cls(
            torch.from_numpy(np.ascontiguousarray(images)).to(device),
            torch.from_numpy(labels.astype(np.int64)).to(device),
        )

    def digest(self) -> str:
        """SHA-256 of images and labels, by which a resumed training knows its material again."""
        found = hashlib.sha256(np.ascontiguousarray(self.images.cpu().numpy()).data)
        found.update(self.labels.cpu().numpy().astype("<i8").data)
        return found.hexdigest()


def epoch_order(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """The order of the prints in an epoch: the same for the same seed, whatever happened before."""
    return np.random.default_rng([seed, epoch]).permutation(count)


def steps_in_epoch(count: int, batch: int) -> int:
    """Batches an epoch; the last one is smaller when they do not come out even, as in Keras."""
    return -(-count // batch)


def step_seed(seed: int, step: int) -> int:
    """The seed of all chance in one step, so that a resumed training neither repeats nor skips any."""
    drawn = hashlib.sha256(f"ridgekey training {seed} {step}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") >> 1


@contextmanager
def seeded_start(seed: int) -> Iterator[None]:
    """Make layers inside the block with weights of ``seed``; torch's own generator is left as it was."""
    with torch.random.fork_rng([]):
        torch.manual_seed(seed)
        yield
