"""Poses: how a live finger may lie otherwise than the enrolled one did, tried one after another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from shared.biometrics.verification.verifier import damaged
from shared.encoding import integer, lv, unlv
from shared.exact.image import AffineQ16, warp
from shared.exact.tables.sine import STEPS, rotation

Pixels = npt.NDArray[np.uint8]

SHIFT_MAX = 128
"""No finger lies further off; a picture that shows so much more takes its time."""

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
        shift: from one place to the next, in pixels; no place lies further than ``SHIFT_MAX``.
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
        if min(numbers) < 0 or self.turns * self.turn > STEPS or self.margin > SHIFT_MAX:
            raise damaged("turns or shifts prints too far")
        if self.count > POSES_MAX:
            raise damaged(f"tries more than {POSES_MAX:,} poses")

    @property
    def count(self) -> int:
        """How many poses there are, the one as scanned included."""
        return (2 * self.turns + 1) * (2 * self.shifts + 1) ** 2

    @property
    def margin(self) -> int:
        """How many pixels more than the network reads a picture has to show on each side."""
        return self.shifts * self.shift

    def of(self, pixels: Pixels) -> Pixels:
        """A print in every pose: turned about its middle, edges repeated, and cut out anew.

        Args:
            pixels: uint8 [side + 2 · margin, side + 2 · margin].

        Returns:
            uint8 [count, side, side].
        """
        side = pixels.shape[0] - 2 * self.margin
        corners = [step * self.shift for step in range(2 * self.shifts + 1)]
        return np.stack(
            [
                turned[top : top + side, left : left + side]
                for turned in self._turned(pixels)
                for top, left in product(corners, corners)
            ]
        )

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

    def _turned(self, pixels: Pixels) -> list[Pixels]:
        angles = [step * self.turn for step in range(-self.turns, self.turns + 1)]
        return [warp(pixels, _rotation(*rotation(angle))) for angle in angles]


def _rotation(cosine: int, sine: int) -> AffineQ16:
    return AffineQ16(xx=cosine, xy=-sine, yx=sine, yy=cosine)
