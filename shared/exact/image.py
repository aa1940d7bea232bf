"""Image operations in integers: resize by area, equalise the histogram, warp bilinearly (biometrics §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Int64 = npt.NDArray[np.int64]

Q16 = 16
ONE = 1 << Q16

_LEVELS = 256
_FRACTION = ONE - 1
_HALF_Q32 = 1 << 31


@dataclass(frozen=True)
class AffineQ16:
    """An affine map from an output pixel to the place in the source that it shows; all entries in Q16.

    With u, v the offsets of the output pixel from the image's centre and the source measured likewise:
    source x = xx·u + xy·v + dx, source y = yx·u + yy·v + dy, in pixels.
    """

    xx: int = ONE
    xy: int = 0
    yx: int = 0
    yy: int = ONE
    dx: int = 0
    dy: int = 0


def resize(pixels: Pixels, height: int, width: int) -> Pixels:
    """Resample to another size by exact area averages.

    An output pixel is the mean of the source over the rectangle it covers, partly covered pixels counted
    by their covered part, rounded half up. All weights are integers.

    Args:
        pixels: uint8 [H, W].
        height: rows of the result, at least 1.
        width: columns of the result, at least 1.

    Returns:
        uint8 [height, width].
    """
    rows, columns = pixels.shape
    sums = _interval_sums(pixels.astype(np.int64), height)
    sums = _interval_sums(sums.T, width).T
    area = rows * columns
    means: Pixels = ((2 * sums + area) // (2 * area)).astype(np.uint8)
    return means


def equalise(pixels: Pixels) -> Pixels:
    """Histogram equalisation, ``(cdf − cdf_min) · 255 // (N − cdf_min)`` (paper 003 eq. 2; biometrics §1).

    An image of one single grey level is returned as it is.
    """
    cdf = np.cumsum(np.bincount(pixels.ravel(), minlength=_LEVELS))
    lowest = int(cdf[int(pixels.min())])
    if lowest == pixels.size:
        return pixels.copy()
    table = np.maximum(cdf - lowest, 0) * (_LEVELS - 1) // (pixels.size - lowest)
    return table.astype(np.uint8)[pixels]


def warp(pixels: Pixels, affine: AffineQ16) -> Pixels:
    """Resample through an affine map, bilinearly in Q16, the border pixels repeated outwards.

    Args:
        pixels: uint8 [H, W].
        affine: where each output pixel looks in the source.

    Returns:
        uint8 [H, W]; each value rounded half up once, after both directions.
    """
    height, width = pixels.shape
    # Offsets from the centre are half-integers; doubled they are integers, and the products are halved
    # (floor).
    u = 2 * np.arange(width, dtype=np.int64) - (width - 1)
    v = 2 * np.arange(height, dtype=np.int64)[:, None] - (height - 1)
    x = ((affine.xx * u + affine.xy * v) >> 1) + affine.dx + (width - 1) * (ONE // 2)
    y = ((affine.yx * u + affine.yy * v) >> 1) + affine.dy + (height - 1) * (ONE // 2)
    return _bilinear(pixels, x, y)


def _bilinear(pixels: Pixels, x: Int64, y: Int64) -> Pixels:
    height, width = pixels.shape
    left, right = _neighbours(x, width)
    top, bottom = _neighbours(y, height)
    top *= width
    bottom *= width
    flat = pixels.ravel().astype(np.int64)
    x &= _FRACTION
    y &= _FRACTION
    upper = _between(flat[top + left], flat[top + right], x)
    lower = _between(flat[bottom + left], flat[bottom + right], x)
    # Two weights in Q16 give Q32: 255 · 2^32 and its rounding stay far below 2^63.
    mixed = (upper << Q16) + (lower - upper) * y
    return ((mixed + _HALF_Q32) >> 32).astype(np.uint8)


def _neighbours(position: Int64, side: int) -> tuple[Int64, Int64]:
    first = position >> Q16
    return np.clip(first, 0, side - 1), np.clip(first + 1, 0, side - 1)


def _between(first: Int64, second: Int64, fraction: Int64) -> Int64:
    return (first << Q16) + (second - first) * fraction


def _interval_sums(values: Int64, count: int) -> Int64:
    """Sums over ``count`` equal intervals of the first axis, in units of 1/count of a row."""
    rows = values.shape[0]
    whole, part = np.divmod(rows * np.arange(count + 1), count)
    running = np.concatenate([np.zeros((1, *values.shape[1:]), np.int64), np.cumsum(values, axis=0)])
    padded = np.concatenate([values, np.zeros((1, *values.shape[1:]), np.int64)])
    edges = running[whole] * count + padded[whole] * part[:, None]
    sums: Int64 = edges[1:] - edges[:-1]
    return sums
