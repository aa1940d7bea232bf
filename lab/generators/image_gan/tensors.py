"""Pixels as the networks take them, and keys as they leave them."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from lab.generators.image_gan.parameters import CHANNELS
from lab.generators.image_gan.pictures import Pixels

_HALF = 128.0


def as_images(pixels: Pixels) -> Tensor:
    """uint8 ``[n, 3, side, side]`` as float32 in (-1, 1): the middle of the part that a byte stands for."""
    return torch.from_numpy((pixels.astype(np.float32) + np.float32(0.5)) / np.float32(_HALF) - np.float32(1))


def as_inputs(pictures: Pixels) -> Tensor:
    """Grey uint8 ``[n, side, side]``, the same in all three channels."""
    return as_images(np.repeat(pictures[:, None], CHANNELS, axis=1))


def key_bytes(image: Tensor) -> bytes:
    """floor(128 (v + 1)) of every value of a key picture ``[3, side, side]``, at most 255."""
    values = np.floor((image.numpy().astype(np.float64) + 1.0) * _HALF)
    return np.clip(values, 0, 255).astype(np.uint8).tobytes()
