"""Convolutions of every channel by itself: nine walks over a picture, or one compiled where it pays."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from torch import Tensor, nn

from shared.machine_code import compiler

KERNEL = 3

PAYS_AFTER = 150
"""Pictures a layer sees before its walk is compiled: MobileNetV2's passes take 38 ms instead of 47 then, and
compiling takes 1.4 s, processor time of one core. A command that encrypts one picture never makes up for it.
"""


class Depthwise(nn.Module):
    """A 3 x 3 convolution of every channel by itself.

    Args:
        convolution: of float64, as many groups as channels, without padding modes or dilation.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.weight = convolution.weight.detach()[:, 0].contiguous()
        bias = convolution.bias
        self.bias = self.weight.new_zeros(len(self.weight)) if bias is None else bias.detach()
        self.stride, self.padding = convolution.stride[0], int(convolution.padding[0])
        self._seen = 0

    def forward(self, signal: Tensor) -> Tensor:
        """The sum over the kernel's places of the picture moved there, ``[batch, channels, …]``."""
        padded = nn.functional.pad(signal, [self.padding] * 4)
        height, width = ((size - KERNEL) // self.stride + 1 for size in padded.shape[2:])
        total = self.bias[:, None, None].expand(*signal.shape[:2], height, width).clone()
        walk = _compiled_walk(self.stride) if self._seen >= PAYS_AFTER else None
        self._seen += len(signal)
        if walk is None:
            self._add_moved_pictures(padded, total)
        else:
            for picture, sums in zip(padded.numpy(), total.numpy(), strict=True):
                walk(picture, self.weight.numpy(), sums)
        return total

    def _add_moved_pictures(self, padded: Tensor, total: Tensor) -> None:
        # Every so many rows and columns once, side by side: nine walks in such steps take far longer.
        steps = range(self.stride)
        parts = [
            [padded[:, :, a :: self.stride, b :: self.stride].contiguous() for b in steps] for a in steps
        ]
        height, width = total.shape[2:]
        for row in range(KERNEL):
            for column in range(KERNEL):
                here = parts[row % self.stride][column % self.stride]
                down, across = row // self.stride, column // self.stride
                moved = here[:, :, down : down + height, across : across + width]
                total.addcmul_(moved, self.weight[:, row, column, None, None])


@cache
def _compiled_walk(stride: int) -> Any:
    """:func:`_walk` compiled, which is done at the first call; None without numba (the extra ``fast``)."""
    compile_ = compiler()
    return None if compile_ is None else compile_(_walk(stride))


def _walk(stride: int) -> Callable[[Any, Any, Any], None]:
    """The walk in steps that the compiler knows: in unknown ones it would take places one by one."""

    def walk(padded: Any, weight: Any, sums: Any) -> None:
        """Add a convolution to ``sums`` ``[channels, height, width]``; ``padded`` has the border already."""
        channels, height, width = sums.shape
        for channel in range(channels):
            (a, b, c), (d, e, f), (g, h, i) = weight[channel]
            for row in range(height):
                first = row * stride
                # One by one: rows cut out of a slice would lie in unknown steps too.
                upper, middle = padded[channel, first], padded[channel, first + 1]
                lower, line = padded[channel, first + 2], sums[channel, row]
                for column in range(width):
                    x = column * stride
                    line[column] += (
                        (a * upper[x] + b * upper[x + 1] + c * upper[x + 2])
                        + (d * middle[x] + e * middle[x + 1] + f * middle[x + 2])
                        + (g * lower[x] + h * lower[x + 1] + i * lower[x + 2])
                    )

    return walk
