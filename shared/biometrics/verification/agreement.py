"""How far two prints agree: the live one is laid over the enrolled one in every way, and the best one counts.

Laid one way, every patch of the enrolled print meets one of the live print. How alike the two are is the
cosine of their directions, and the mean over the patches that meet, and a few that are taken to be unlike in
any case, says how well the prints fit, laid so.
That skin stretches and patches stand on a grid is for the network to bear: it learned places moved and
stretched by as much. Integers only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from shared.biometrics.verification.description import UNIT, Description, Mask
from shared.exact.products import Backend

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

FULL = 1 << 15
"""What the agreement of a print with itself comes near to, the more of the finger it shows."""

_ONE = UNIT * UNIT
"""A cosine of one."""


def agreement_q15(enrolled: Description, looks: Sequence[Description], doubt: int, backend: Backend) -> int:
    """The best agreement of an enrolled print with a live one.

    Args:
        enrolled: what is known of the enrolled print.
        looks: what is known of the live print in its turns, at least one.
        doubt: patches counted as entirely unlike besides those that meet, at least 1.
        backend: multiplies; no choice of it changes a bit.

    Returns:
        0 … ``FULL``: the largest value of (sum of the cosines) / (patches that meet + doubt), rounded down.
    """
    return max(_best(enrolled, look, doubt, backend) for look in looks)


def _best(enrolled: Description, look: Description, doubt: int, backend: Backend) -> int:
    met = enrolled.shown[:, :, None, None] & look.shown
    cosines = np.where(met, _cosines(enrolled, look, backend), np.int32(0))
    sums, counts = _laid_over(cosines), _laid_over(met)
    return int((sums // (counts + doubt)).max()) // (_ONE // FULL)


def _cosines(enrolled: Description, look: Description, backend: Backend) -> Int32:
    """Of every patch with every patch, 0 … ``_ONE``, int32 [rows, columns, live rows, live columns]."""
    outputs = enrolled.units.shape[2]
    ours, theirs = (one.units.reshape(-1, outputs).astype(np.float32) for one in (enrolled, look))
    products = backend.product(ours, backend.prepare(np.ascontiguousarray(theirs.T)))
    clipped = np.clip(products, 0, _ONE).astype(np.int32)
    return clipped.reshape(*enrolled.shown.shape, *look.shown.shape)


def _laid_over(pairs: Int32 | Mask) -> Int64:
    """Sums over all pairs of patches with one displacement between them, int64 [displacements, …].

    Args:
        pairs: a number for each pair [rows, columns, live rows, live columns].
    """
    rows, columns, live_rows, live_columns = pairs.shape
    around = ((0, 0), (0, 0), (rows - 1, rows - 1), (columns - 1, columns - 1))
    padded = np.pad(pairs, around)
    down, right, live_down, live_right = padded.strides
    # A patch moved on by one meets the live patch that is one further: the diagonals of both pairs of axes.
    diagonals = as_strided(
        padded,
        (rows, columns, live_rows + rows - 1, live_columns + columns - 1),
        (down + live_down, right + live_right, live_down, live_right),
        writeable=False,
    )
    sums: Int64 = diagonals.sum(axis=(0, 1), dtype=np.int64)
    return sums
