"""Seeded variations of one print, from which the candidate keys come (biometrics §2.2; paper 003 §1.4 step
3).

The paper lists rotation, shift, shear, zoom and horizontal flip without ranges. Here they are ±10°, ±5 %
of the side, ±5 %, ±5 % and one half, drawn as integers from a stream that both ends can make.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.exact.image import ONE, AffineQ16, warp
from shared.exact.tables.sine import STEPS, rotation
from shared.exact.xof import ShakeStream

Pixels = npt.NDArray[np.uint8]

VERSIONS = 20
"""How many variations make a swarm (paper 003 table 4)."""

_SPAN = ONE // 20  # ±5 % in Q16


@dataclass(frozen=True)
class Augmentation:
    """The parameters of one variation.

    Attributes:
        angle: rotation in 1/32 of a degree, −320..320.
        shift_right: in Q16 of the width, ±5 %.
        shift_down: in Q16 of the height, ±5 %.
        shear: horizontal displacement per row, Q16, ±5 %.
        zoom_x: source columns per output column, Q16, 95..105 %.
        zoom_y: source rows per output row, Q16, 95..105 %.
        flip: whether left and right are exchanged.
    """

    angle: int
    shift_right: int
    shift_down: int
    shear: int
    zoom_x: int
    zoom_y: int
    flip: bool

    def affine(self, height: int, width: int) -> AffineQ16:
        """The map rotation · shear · zoom · flip, then the shift, for an image of that size.

        Each product of two Q16 numbers is rounded half up.
        """
        cosine, sine = rotation(self.angle)
        zoom_x = -self.zoom_x if self.flip else self.zoom_x
        return AffineQ16(
            xx=_product(cosine, zoom_x),
            xy=_product(_product(cosine, self.shear) - sine, self.zoom_y),
            yx=_product(sine, zoom_x),
            yy=_product(_product(sine, self.shear) + cosine, self.zoom_y),
            dx=self.shift_right * width,
            dy=self.shift_down * height,
        )


def draw(stream: ShakeStream) -> Augmentation:
    """Draw one variation's parameters, in the order of the fields."""
    return Augmentation(
        angle=stream.between(-STEPS, STEPS),
        shift_right=stream.between(-_SPAN, _SPAN),
        shift_down=stream.between(-_SPAN, _SPAN),
        shear=stream.between(-_SPAN, _SPAN),
        zoom_x=ONE + stream.between(-_SPAN, _SPAN),
        zoom_y=ONE + stream.between(-_SPAN, _SPAN),
        flip=stream.below(2) == 1,
    )


def augment(pixels: Pixels, stream: ShakeStream, versions: int = VERSIONS) -> Pixels:
    """Make variations of a preprocessed print.

    Args:
        pixels: uint8 [H, W].
        stream: where the parameters come from.
        versions: how many to make.

    Returns:
        uint8 [versions, H, W].
    """
    height, width = pixels.shape
    return np.stack([warp(pixels, draw(stream).affine(height, width)) for _ in range(versions)])


def _product(first: int, second: int) -> int:
    return (first * second + ONE // 2) >> 16
