"""Poses: how a live finger may lie otherwise than the enrolled one did, tried one after another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from shared.biometrics.verification.verifier import damaged
from shared.encoding import integer, lv, unlv
from shared.exact.image import ONE, AffineQ16, warp
from shared.exact.tables.sine import STEPS, rotation

Pixels = npt.NDArray[np.uint8]

POSES_MAX = 1024
"""More would keep a person waiting at the finger pad for seconds."""

_FIELDS = 4


@dataclass(frozen=True)
class PoseSearch:
    """A grid of rotations and shifts around the pose as scanned.

    Attributes:
        turns: rotations tried on each side of none.
        turn: from one rotation to the next, in 1/32 of a degree; no rotation goes beyond 10°.
        shifts: places tried on each side of none, in both directions.
        shift: from one place to the next, in Q16 of the side; no place lies beyond half of the side.
    """

    turns: int
    turn: int
    shifts: int
    shift: int

    def __post_init__(self) -> None:
        """Check the grid.

        Raises:
            Failure: ``MALFORMED`` when it leaves its bounds or has too many poses.
        """
        numbers = (self.turns, self.turn, self.shifts, self.shift)
        if min(numbers) < 0 or self.turns * self.turn > STEPS or self.shifts * self.shift > ONE // 2:
            raise damaged("turns or shifts prints too far")
        if self.count > POSES_MAX:
            raise damaged(f"tries more than {POSES_MAX:,} poses")

    @property
    def count(self) -> int:
        """How many poses there are, the one as scanned included."""
        return (2 * self.turns + 1) * (2 * self.shifts + 1) ** 2

    def of(self, pixels: Pixels) -> Pixels:
        """A normalised print in every pose, edges repeated.

        Args:
            pixels: uint8 [side, side].

        Returns:
            uint8 [count, side, side].
        """
        return np.stack([warp(pixels, affine) for affine in self._affines(pixels.shape[0])])

    def encode(self) -> bytes:
        """``lv`` of the four numbers in order."""
        return lv(self.turns, self.turn, self.shifts, self.shift)

    @classmethod
    def decode(cls, record: bytes) -> PoseSearch:
        """Read the record of a verifier file.

        Raises:
            Failure: ``MALFORMED``.
        """
        turns, turn, shifts, shift = map(integer, unlv(record, _FIELDS))
        return cls(turns, turn, shifts, shift)

    def _affines(self, side: int) -> list[AffineQ16]:
        angles = [step * self.turn for step in range(-self.turns, self.turns + 1)]
        places = [step * self.shift * side for step in range(-self.shifts, self.shifts + 1)]
        return [_placed(*rotation(angle), x, y) for angle, y, x in product(angles, places, places)]


def _placed(cosine: int, sine: int, x: int, y: int) -> AffineQ16:
    return AffineQ16(xx=cosine, xy=-sine, yx=sine, yy=cosine, dx=x, dy=y)
