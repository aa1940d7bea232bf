"""The picture that a network sees of a date (paper 002, step 4, which does not say how).

SHA-256(date ‖ counter), the counter in eight bytes from 0, block after block, is read as 224 x 224 x 3 bytes,
divided by 255 and normalised as ImageNet's networks take it. A date rendered as text would differ in a few
pixels from that of the next second; this differs in all.
"""

from __future__ import annotations

import hashlib

import numpy as np
import torch
from torch import Tensor

from lab.batteries.images.pictures import Picture

SIDE = 224
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)

_BYTES = SIDE * SIDE * 3
_HASH_BYTES = 32


def metadata_image(timestamp: str) -> Picture:
    """The picture of a date, uint8 [224, 224, 3]."""
    text = timestamp.encode()
    blocks = (
        hashlib.sha256(text + number.to_bytes(8, "big")).digest() for number in range(_BYTES // _HASH_BYTES)
    )
    return np.frombuffer(b"".join(blocks), np.uint8).reshape(SIDE, SIDE, 3)


def network_input(timestamps: list[str]) -> Tensor:
    """Pictures of dates as a network takes them, float64 ``[dates, 3, 224, 224]``."""
    pictures = np.stack([metadata_image(timestamp) for timestamp in timestamps])
    scaled = (pictures / 255.0 - np.array(MEAN)) / np.array(DEVIATION)
    return torch.from_numpy(np.ascontiguousarray(scaled.transpose(0, 3, 1, 2)))
