"""Seeded random fields for synthetic prints: one generator for every purpose, and blurred noise from it.

Enrolment stores the picture, so a print need not come out the same on every machine (synthetic-prints §6.6).
That is why NumPy's generators and floats may be used here, and nowhere between a stored print and its key.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
"""A square of real numbers ``[N, N]``, row 0 at the top."""


def generator_for(*key: int) -> np.random.Generator:
    """A random generator that depends on every number of ``key`` and on nothing else.

    Args:
        key: numbers of at least 0; the order matters.
    """
    # NumPy takes no notice of zeros at the end of a seed, hence the count before it.
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((len(key), *key))))


def blur(field: Field, sigma: float) -> Field:
    """Gaussian blur with mirrored edges.

    Args:
        field: ``[H, W]``.
        sigma: standard deviation in pixels, above 0.
    """
    rows, columns = field.shape
    blurred = _blur_matrix(rows, sigma) @ field @ _blur_matrix(columns, sigma).T
    return blurred.astype(np.float32)


def blurred_noise(random: np.random.Generator, size: int, sigma: float) -> Field:
    """White noise blurred by ``sigma`` and scaled to mean 0 and standard deviation 1, ``[size, size]``."""
    field = blur(random.standard_normal((size, size)).astype(np.float32), sigma)
    scaled: Field = ((field - field.mean()) / field.std()).astype(np.float32)
    return scaled


@functools.cache
def _blur_matrix(size: int, sigma: float) -> Field:
    """The blur of a line of ``size`` pixels as a matrix ``[size, size]``, mirrored at both ends."""
    reach = int(np.ceil(4 * sigma))
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    weights /= weights.sum()
    matrix = np.zeros((size, size))
    for offset, weight in zip(offsets, weights, strict=True):
        place = np.mod(np.arange(size) + offset, 2 * size)
        mirrored = np.where(place < size, place, 2 * size - 1 - place)
        matrix[np.arange(size), mirrored] += weight
    narrow: Field = matrix.astype(np.float32)
    narrow.flags.writeable = False
    return narrow
