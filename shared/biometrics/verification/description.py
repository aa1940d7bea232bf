"""A print as a map of directions: what a network says of every patch, as integer vectors of one length."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.biometrics.local_contrast import MIDDLE
from shared.biometrics.normalisation import normalise
from shared.biometrics.prints import Print
from shared.biometrics.verification.search import PatchSearch
from shared.errors import Code, Failure

Pixels = npt.NDArray[np.uint8]
Features = npt.NDArray[np.int16]
Units = npt.NDArray[np.int16]
Mask = npt.NDArray[np.bool_]

UNIT = 1 << 10
"""The length of a direction."""

OUTPUTS_MAX = 4096
"""Rounding makes a direction of so many numbers longer than ``UNIT`` by 32 at most, so that every partial sum
of a product of two, in any order, stays below 2^24 (Cauchy and Schwarz): exact in float32."""


@dataclass(frozen=True, eq=False)
class Description:
    """What is known of a print in one turn; only the rectangle of patches that show the finger.

    Attributes:
        units: int16 [rows, columns, outputs]: directions of length ``UNIT``, zeros where nothing is shown.
        shown: bool [rows, columns]: which patches show enough of the finger.
    """

    units: Units
    shown: Mask


@dataclass(frozen=True, eq=False)
class PatchReader:
    """Reads prints by their patches.

    Attributes:
        search: how they are cut and turned.
        side: of a patch.
        features: what is said of patches: uint8 [n, side, side] to int16 [n, outputs], each row by itself.
    """

    search: PatchSearch
    side: int
    features: Callable[[Pixels], Features]

    def enrolled(self, print_: Print) -> Description:
        """A print as it lies.

        Raises:
            Failure: ``INVALID_INPUT`` when it shows no ridges or too little of the finger.
        """
        return self._described([self.search.straight(self._normalised(print_))])[0]

    def live(self, print_: Print) -> list[Description]:
        """A print in every turn of the search in which it shows anything.

        Raises:
            Failure: as :meth:`enrolled` does.
        """
        return self._described(self.search.turned(self._normalised(print_)))

    def _normalised(self, print_: Print) -> Pixels:
        return normalise(print_, self.search.drawn)

    def _described(self, windows: list[Pixels]) -> list[Description]:
        patches = [self.search.patches(window, self.side) for window in windows]
        shown = [_shows_finger(cut) for cut in patches]
        if not all(mask.any() for mask in shown):
            sentence = "The print shows too little of the finger; press it flat and scan it again."
            raise Failure(Code.INVALID_INPUT, sentence, field="print")
        chosen = np.concatenate([cut[mask] for cut, mask in zip(patches, shown, strict=True)])
        units = directions(self.features(chosen))
        parts = np.split(units, np.cumsum([mask.sum() for mask in shown])[:-1])
        return [_on_map(part, mask) for part, mask in zip(parts, shown, strict=True)]


def directions(features: Features) -> Units:
    """Feature vectors brought to one length.

    Args:
        features: int16 [n, outputs], at most ``OUTPUTS_MAX`` outputs.

    Returns:
        int16 [n, outputs]: ``UNIT`` times the feature over the vector's length, that length rounded down and
        the quotient rounded half up; zeros for a vector of zeros.
    """
    wide = features.astype(np.int64)
    lengths = np.array([max(math.isqrt(int(row @ row)), 1) for row in wide], np.int64)[:, None]
    return ((2 * UNIT * wide + lengths) // (2 * lengths)).astype(np.int16)


def _shows_finger(patches: Pixels) -> Mask:
    """Whether three fifths of a patch and more have contrast, bool [rows, columns]."""
    area = patches.shape[2] * patches.shape[3]
    enough: Mask = 5 * np.count_nonzero(patches != MIDDLE, axis=(2, 3)) >= 3 * area
    return enough


def _on_map(units: Units, shown: Mask) -> Description:
    """Directions put where their patches are, and the map cut down to the rectangle that shows anything."""
    placed = np.zeros((*shown.shape, units.shape[1]), np.int16)
    placed[shown] = units
    rows, columns = (np.flatnonzero(shown.any(axis=axis)) for axis in (1, 0))
    inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Description(placed[inside], shown[inside])
