"""Impressions of a place on each finger of a batch, made where it lies: moved, stretched, inked, cut off.

Every step of an embedding's training shows a place once more as a sensor might see it, and then as
verification normalises it (:mod:`shared.biometrics.normalisation`): ridges at one distance, contrast made
even. What is drawn here need not be exact; what verification computes is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional

from lab.training.places import Places
from shared.biometrics.normalisation import CONTRAST_RADIUS, GAIN, MIDDLE, RIDGE_PERIOD

_KNOTS = 4
"""Knots of the smooth displacement of the skin, each way."""

_BORDER = 2 * CONTRAST_RADIUS
"""Pixels around a patch that its contrast depends on."""


@dataclass(frozen=True)
class Handling:
    """How differently a place is seen each time; standard deviations where nothing else is said.

    Attributes:
        turn: degrees.
        shift: pixels of the result at most, every shift as likely: patches stand on a grid, so that those of
            two prints that meet are up to half a stride apart.
        zoom: of the scale, which is also how well a print's ridge period is known.
        skin: displacement of the skin, pixels of the result.
        wetness: of the ink, where ridges are 1 and valleys -1.
        noise: of the sensor, likewise.
        dryness: how much of a ridge its pores and dry spots leave out, from none to 1.
    """

    turn: float = 5.0
    shift: float = 4.5
    zoom: float = 0.04
    skin: float = 0.8
    wetness: float = 0.25
    noise: float = 0.2
    dryness: float = 0.7


def impressions(
    canvases: Tensor, periods: Tensor, places: Places, side: int, handling: Handling, random: Generator
) -> Tensor:
    """One impression of a place on each finger.

    Args:
        canvases: uint8 ``[n, C, C]``, ridges dark, 128 where nothing is.
        periods: float ``[n]``, pixels between ridges.
        places: of the n fingers.
        side: rows and columns of an impression.
        handling: how much they differ.
        random: on the canvases' device.

    Returns:
        float ``[n, 1, side, side]`` in 0..1, as the network takes them.
    """
    ridges = (canvases.float().unsqueeze(1) - 127.5) / 127.5
    grid = _grid(periods, places, side + 2 * _BORDER, ridges.shape[-1], handling, random)
    pressed = functional.grid_sample(ridges, grid, padding_mode="zeros", align_corners=True)
    inked = _inked(pressed, handling, random)
    evened = even_contrast(inked * _contact(pressed, random))
    return evened[:, :, _BORDER:-_BORDER, _BORDER:-_BORDER] / 255


def even_contrast(prints: Tensor) -> Tensor:
    """Local contrast made even, as :func:`shared.biometrics.normalisation.normalise` does it in integers.

    Args:
        prints: float ``[n, 1, side, side]`` in about -1..1.

    Returns:
        ``[n, 1, side, side]`` in 0..255, 128 where there is no contrast.
    """
    above = prints - _local_mean(prints)
    spread = _local_mean(above.abs())
    evened = MIDDLE + GAIN * above / spread.clamp(min=1e-3)
    return torch.where(spread > _CONTRAST_MIN, evened, torch.full_like(evened, MIDDLE)).clamp(0, 255)


_CONTRAST_MIN = 0.08
"""Ten grey levels of 127, where the picture of a finger ends."""


def _local_mean(prints: Tensor) -> Tensor:
    # Rows and columns one after the other: 18 additions a pixel instead of 81.
    size, radius = 2 * CONTRAST_RADIUS + 1, CONTRAST_RADIUS
    rows = functional.avg_pool2d(prints, (size, 1), 1, (radius, 0), count_include_pad=False)
    return functional.avg_pool2d(rows, (1, size), 1, (0, radius), count_include_pad=False)


def _normal(count: int, random: Generator, deviation: float) -> Tensor:
    """``[count, 1, 1]`` normal numbers, cut off at two and a half deviations."""
    drawn = torch.randn(count, 1, 1, generator=random, device=random.device)
    return deviation * drawn.clamp(-2.5, 2.5)


def _uniform(count: int, random: Generator, low: float, high: float) -> Tensor:
    """``[count, 1, 1, 1]``."""
    return low + (high - low) * torch.rand(count, 1, 1, 1, generator=random, device=random.device)


def _smooth(count: int, fields: int, side: int, knots: int, random: Generator) -> Tensor:
    """Smooth noise ``[count, fields, side, side]`` of about unit deviation."""
    drawn = torch.randn(count, fields, knots, knots, generator=random, device=random.device)
    return functional.interpolate(drawn, size=(side, side), mode="bicubic", align_corners=True)


def _grid(
    periods: Tensor, places: Places, side: int, canvas: int, handling: Handling, random: Generator
) -> Tensor:
    """Where each pixel of an impression lies on its canvas, ``[n, side, side, 2]`` in -1..1."""
    count = len(periods)
    offsets = torch.arange(side, device=periods.device) - (side - 1) / 2
    skin = handling.skin * _smooth(count, 2, side, _KNOTS, random)
    shift = _uniform(2 * count, random, -handling.shift, handling.shift).view(2, count, 1, 1)
    x = offsets[None, None, :] + shift[0] + skin[:, 0]
    y = offsets[None, :, None] + shift[1] + skin[:, 1]
    angle = torch.deg2rad(_normal(count, random, handling.turn)) + places.turns[:, None, None]
    scale = periods[:, None, None] / RIDGE_PERIOD * (1 + _normal(count, random, handling.zoom))
    across = scale * (x * angle.cos() - y * angle.sin()) + places.centres[:, 0, None, None]
    down = scale * (x * angle.sin() + y * angle.cos()) + places.centres[:, 1, None, None]
    return torch.stack([across, down], dim=-1) * (2 / (canvas - 1))


def _inked(pressed: Tensor, handling: Handling, random: Generator) -> Tensor:
    """Wet fingers print wide ridges, dry ones thin and broken ones."""
    count, side = len(pressed), pressed.shape[-1]
    wetness = _normal(count, random, handling.wetness).unsqueeze(1)
    wetness = wetness + handling.wetness * _smooth(count, 1, side, 6, random)
    steepness = _uniform(count, random, 1.0, 4.0)
    printed = torch.tanh(steepness * (pressed + wetness))
    printed = printed + handling.dryness * _holes(count, side, random) * (printed < 0)
    return printed + _uniform(count, random, 0.1, 2.0) * handling.noise * _speckle(count, side, random)


def _holes(count: int, side: int, random: Generator) -> Tensor:
    """Pores and dry spots, 0 for none to 2 for bare glass; many on some fingers, hardly any on others."""
    return (2 * (_speckle(count, side, random) - _uniform(count, random, 0.2, 2.5))).clamp(0, 2)


def _speckle(count: int, side: int, random: Generator) -> Tensor:
    """Noise of about unit deviation whose grains are two pixels wide, ``[count, 1, side, side]``."""
    drawn = torch.randn(count, 1, side, side, generator=random, device=random.device)
    return 1.7 * functional.avg_pool2d(drawn, 2, 1, 1)[..., :side, :side]


def _contact(pressed: Tensor, random: Generator) -> Tensor:
    """1 where the finger touches the glass, 0 beyond a ragged edge, which many patches never reach."""
    count, side = len(pressed), pressed.shape[-1]
    offsets = torch.arange(side, device=pressed.device) - (side - 1) / 2
    towards = _uniform(count, random, 0, 2 * math.pi)
    away = offsets[None, None, None, :] * towards.cos() + offsets[None, None, :, None] * towards.sin()
    ragged = 3 * _smooth(count, 1, side, 6, random)
    return torch.sigmoid(_uniform(count, random, 4, 60) - away - ragged)
