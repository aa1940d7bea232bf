"""The plain baseline of every report: the most similar learned print, both made 24 x 24 pixels small.

SOCOFing's altered prints are computed from the very prints that are tested, so that this alone tells person
and finger as often as the paper's networks do (biometrics §3).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.stages import Progress, unseen
from shared.exact.image import resize

SMALL_SIDE = 24
NAME = "nearest neighbour on 24 x 24 pixels"

_ROWS = 512
_COLUMNS = 8192
"""Of one block of similarities: 16 MiB of float32, which stays near the processor."""

_TINY = 1e-6

_DIGITS = 5
"""Of a correlation; those that differ less are equal."""


def small_vectors(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Pictures as vectors whose products are correlations.

    Args:
        images: uint8 ``[n, H, W]``.

    Returns:
        float32 ``[n, 576]``: made 24 x 24 by exact area averages, of mean 0 and length 1; an even picture
        gives zeros.
    """
    flat = _small(images).reshape(len(images), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), _TINY)
    return flat


def nearest(
    known: NDArray[np.float32], asked: NDArray[np.float32], progress: Progress = unseen
) -> NDArray[np.int64]:
    """The place of the most similar known vector for each that is asked; of equals the first.

    Args:
        known: float32 ``[k, d]``, at least one.
        asked: float32 ``[a, d]``.
        progress: called with how many are done, and how many there are.

    Returns:
        int64 ``[a]``.
    """
    found = np.empty(len(asked), np.int64)
    for row in range(0, len(asked), _ROWS):
        found[row : row + _ROWS] = _nearest_of(known, asked[row : row + _ROWS])
        progress(min(row + _ROWS, len(asked)), len(asked))
    return found


def _nearest_of(known: NDArray[np.float32], asked: NDArray[np.float32]) -> NDArray[np.int64]:
    best = np.full(len(asked), -np.inf, np.float32)
    place = np.zeros(len(asked), np.int64)
    for column in range(0, len(known), _COLUMNS):
        # The same picture twice may differ in the last bits: a product sums its columns in different orders.
        similar = np.round(asked @ known[column : column + _COLUMNS].T, _DIGITS)
        inside = similar.argmax(axis=1)
        highest = similar[np.arange(len(asked)), inside]
        better = highest > best
        best[better] = highest[better]
        place[better] = inside[better] + column
    return place


def _small(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each picture 24 x 24, exactly as :func:`shared.exact.image.resize` makes it."""
    count, height, width = images.shape
    if height % SMALL_SIDE or width % SMALL_SIDE:
        return np.stack([resize(image, SMALL_SIDE, SMALL_SIDE) for image in images])
    down, across = height // SMALL_SIDE, width // SMALL_SIDE
    sums = images.reshape(count, SMALL_SIDE, down, SMALL_SIDE, across).sum(axis=(2, 4), dtype=np.int64)
    area = down * across
    return ((2 * sums + area) // (2 * area)).astype(np.uint8)
