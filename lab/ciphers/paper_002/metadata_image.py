"""The picture that a network sees of a date (paper 002, step 4, which does not say how).

SHA-256(date ‖ counter), the counter in eight bytes from 0, block after block, is read as 224 x 224 x 3 bytes,
divided by 255 and normalised as ImageNet's networks take it. The other reading is the date as text, black on
white: that of the next second differs in a few pixels, the picture of hashes in all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from lab.batteries.images.pictures import Picture

SIDE = 224
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)

_BYTES = SIDE * SIDE * 3
_HASH_BYTES = 32
_TEXT_SIDE = SIDE // 3  # a pixel of the font becomes three wide and high
_TEXT_PLACE = (5, 24)


def metadata_image(timestamp: str) -> Picture:
    """The picture of a date, uint8 [224, 224, 3]."""
    text = timestamp.encode()
    blocks = (
        hashlib.sha256(text + number.to_bytes(8, "big")).digest() for number in range(_BYTES // _HASH_BYTES)
    )
    return np.frombuffer(b"".join(blocks), np.uint8).reshape(SIDE, SIDE, 3)


def text_image(timestamp: str) -> Picture:
    """A date as text in two lines, in the bitmap font that Pillow carries, uint8 [224, 224, 3]."""
    small = Image.new("L", (_TEXT_SIDE, _TEXT_SIDE), 255)
    lines = timestamp.replace(" ", "\n")
    ImageDraw.Draw(small).multiline_text(_TEXT_PLACE, lines, 0, ImageFont.load_default_imagefont())
    large = small.resize((SIDE, SIDE), Image.Resampling.NEAREST)
    return np.repeat(np.asarray(large)[:, :, None], 3, axis=2)


def network_input(timestamps: list[str], draw: Callable[[str], Picture] = metadata_image) -> Tensor:
    """Pictures of dates as a network takes them, float64 ``[dates, 3, 224, 224]``.

    Args:
        timestamps: the dates.
        draw: makes the picture of one.
    """
    pictures = np.stack([draw(timestamp) for timestamp in timestamps])
    scaled = (pictures / 255.0 - np.array(MEAN)) / np.array(DEVIATION)
    return torch.from_numpy(np.ascontiguousarray(scaled.transpose(0, 3, 1, 2)))
