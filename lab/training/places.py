"""Where on a finger an embedding looks: somewhere, and turned anyhow."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

_WIDEST = 0.65
"""Places lie within this part of the way from a canvas' middle to its border; little is to be seen beyond."""


@dataclass(frozen=True)
class Places:
    """One place on each of n fingers.

    Attributes:
        centres: float ``[n, 2]``, right and down from the middle of the canvas in its pixels.
        turns: float ``[n]``, radians by which what is shown is turned.
    """

    centres: Tensor
    turns: Tensor


def draw_places(count: int, canvas: int, random: Generator) -> Places:
    """Draw a place and a turn for each finger.

    Args:
        count: of fingers.
        canvas: side of their canvases in pixels.
        random: on the device where the places are wanted.
    """
    drawn = torch.rand(count, 3, generator=random, device=random.device)
    return Places(_WIDEST * canvas / 2 * (2 * drawn[:, :2] - 1), 2 * math.pi * drawn[:, 2])
