"""Other sensors than the one that synthetic prints come from, so that not only that one is learned.

Real scanners saturate: paper pure white, wet ridges pure black; they cut fingers off and draw frames. A
network that has never seen an even white area answers it with features far outside the range of its tanh, and
then no key comes of the print. Every print learned from may therefore be changed at random first, a whole
batch at once where it lies.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

_WHITE = 255.0
_SMUDGED, _SATURATED, _MOVED, _FRAMED = 0.3, 0.6, 0.4, 0.3
"""The part of the prints that each of the changes befalls."""


def other_sensors(images: Tensor, random: Generator, part: float = 1.0) -> Tensor:
    """The same prints, or a part of them, as other scanners might give them.

    Args:
        images: uint8 ``[n, H, W]``.
        random: which prints and scanners, and what happens on them; on the images' device.
        part: how likely a print is to come from another scanner at all, 0 to 1.

    Returns:
        uint8 ``[n, H, W]``.
    """
    changes = ((_SMUDGED, _smudge), (_SATURATED, _saturate), (_MOVED, _move), (_FRAMED, _frame))
    prints = images.float()
    # Drawn only where it decides something: where all are varied the generator gives what it always gave.
    elsewhere = _uniform(prints, random, 0, 1) < part if part < 1 else True
    for befallen, change in changes:
        chosen = elsewhere & (_uniform(prints, random, 0, 1) < befallen)
        # Every print is changed and some changes are thrown away: branches would cost a device more.
        prints = torch.where(chosen, change(prints, random), prints)
    # Clipped before the cast: a float outside 0..255 has no defined value as uint8 (biometrics §1).
    return prints.round().clamp(0, _WHITE).to(torch.uint8)


def _uniform(prints: Tensor, random: Generator, low: float, high: float) -> Tensor:
    """One number a print, ``[n, 1, 1]``."""
    drawn = torch.rand(len(prints), 1, 1, generator=random, device=prints.device)
    return low + (high - low) * drawn


def _places(prints: Tensor) -> tuple[Tensor, Tensor]:
    """Rows ``[1, H, 1]`` and columns ``[1, 1, W]``."""
    rows = torch.arange(prints.shape[1], device=prints.device, dtype=torch.float32)
    columns = torch.arange(prints.shape[2], device=prints.device, dtype=torch.float32)
    return rows[None, :, None], columns[None, None, :]


def _smudge(prints: Tensor, random: Generator) -> Tensor:
    """Dark where the finger was wet, light where it was dry."""
    rows, columns = _places(prints)
    height, width = prints.shape[1:]
    down = ((rows - _uniform(prints, random, 0, height)) / _uniform(prints, random, 10, 30)) ** 2
    across = ((columns - _uniform(prints, random, 0, width)) / _uniform(prints, random, 10, 30)) ** 2
    return prints + _uniform(prints, random, -160, 100) * torch.exp(-down - across)


def _saturate(prints: Tensor, random: Generator) -> Tensor:
    """A steep contrast: paper becomes an even white, ridges black."""
    middle, gain = _uniform(prints, random, 110, 190), _uniform(prints, random, 1.3, 6.0)
    return (128 + gain * (prints - middle)).clamp(0, _WHITE)


def _move(prints: Tensor, random: Generator) -> Tensor:
    """The finger lies off the middle and is cut off; what it uncovers is white."""
    rows, columns = _places(prints)
    height, width = prints.shape[1:]
    down = (rows - _uniform(prints, random, -height / 4, height / 4).round()).long()
    right = (columns - _uniform(prints, random, -width / 4, width / 4).round()).long()
    inside = (down >= 0) & (down < height) & (right >= 0) & (right < width)
    source = down.clamp(0, height - 1) * width + right.clamp(0, width - 1)
    moved = prints.flatten(1).gather(1, source.flatten(1)).reshape(prints.shape)
    return torch.where(inside, moved, _WHITE)


def _frame(prints: Tensor, random: Generator) -> Tensor:
    """A grey line along some edges."""
    rows, columns = _places(prints)
    height, width = prints.shape[1:]
    grey = _uniform(prints, random, 0, 200)
    thick = _uniform(prints, random, 0.5, 3.5).round()
    distances = (rows, height - 1 - rows, columns, width - 1 - columns)
    for distance in distances:
        drawn = (distance < thick) & (_uniform(prints, random, 0, 1) < 0.6)
        prints = torch.where(drawn, grey, prints)
    return prints
