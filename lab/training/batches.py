"""Prints as a network takes them: preprocessed as for a key."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lab.training.finger_cnn import INPUT_SIDE
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print


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
