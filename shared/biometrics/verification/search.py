"""How a print is cut into patches, and in which turns a live one is looked at (biometrics §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.biometrics.verification.verifier import damaged
from shared.encoding import integer, lv, unlv
from shared.errors import Failure
from shared.exact.image import AffineQ16, warp
from shared.exact.tables.degrees import whole_degrees

Pixels = npt.NDArray[np.uint8]

TURN_MAX = 45
"""Degrees; nobody lays a finger down further turned than that."""

WINDOW_MAX = 512
ROWS_MAX = 24
"""Patches across; what two prints are compared with grows with the fourth power."""

DOUBT_MAX = 1024

PATCHES_MAX = 8192
"""In all turns together; more would keep a person waiting at the finger pad for seconds."""

_FIELDS = 5


@dataclass(frozen=True)
class PatchSearch:
    """A grid of patches and a fan of turns.

    Attributes:
        window: side of the square around the middle of a normalised print that is looked at, in pixels.
        stride: from one patch to the next, in pixels.
        turns: rotations of the live print tried on each side of none.
        turn: from one rotation to the next, in degrees; none goes beyond ``TURN_MAX``.
        doubt: patches that are counted as entirely unlike besides those that meet, so that the agreement of
            a few is worth less than that of many.
    """

    window: int
    stride: int
    turns: int
    turn: int
    doubt: int

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            Failure: ``MALFORMED`` when they leave their bounds.
        """
        if not (1 <= self.window <= WINDOW_MAX and self.stride >= 1 and 1 <= self.doubt <= DOUBT_MAX):
            raise damaged("looks at no print")
        if min(self.turns, self.turn) < 0 or self.turns * self.turn > TURN_MAX:
            raise damaged("turns prints too far")

    @property
    def looks(self) -> int:
        """In how many turns a live print is looked at, the one as scanned included."""
        return 2 * self.turns + 1

    @property
    def drawn(self) -> int:
        """Side of the square that has to be there, so that a turned window shows no corner without print."""
        return self.window * 3 // 2

    def rows(self, side: int) -> int:
        """How many patches of ``side`` pixels stand in a row and in a column; below 1 when none fits."""
        return (self.window - side) // self.stride + 1

    def check_patches(self, side: int) -> None:
        """Check that the grid can be used with patches of ``side`` pixels.

        Raises:
            Failure: ``MALFORMED`` when no patch fits, or there are too many.
        """
        rows = self.rows(side)
        if not 1 <= rows <= ROWS_MAX or rows * rows * self.looks > PATCHES_MAX:
            raise damaged("cuts prints into no patches or too many")

    def straight(self, pixels: Pixels) -> Pixels:
        """The window as it lies, uint8 ``[window, window]``, of a picture uint8 ``[drawn, drawn]``."""
        first = (self.drawn - self.window) // 2
        return pixels[first : first + self.window, first : first + self.window]

    def turned(self, pixels: Pixels) -> list[Pixels]:
        """The window in every turn, from the leftmost on; the picture as :meth:`straight` takes it."""
        angles = (step * self.turn for step in range(-self.turns, self.turns + 1))
        return [self.straight(warp(pixels, _rotation(*whole_degrees(angle)))) for angle in angles]

    def patches(self, window: Pixels, side: int) -> Pixels:
        """The patches of a window.

        Args:
            window: uint8 [window, window].
            side: of a patch.

        Returns:
            uint8 [rows, rows, side, side].
        """
        cut = np.lib.stride_tricks.sliding_window_view(window, (side, side))
        return cut[:: self.stride, :: self.stride]

    def encode(self) -> bytes:
        """``lv`` of the five numbers in order."""
        return lv(self.window, self.stride, self.turns, self.turn, self.doubt)

    @classmethod
    def decode(cls, record: bytes) -> PatchSearch:
        """Read the record of a verifier file.

        Raises:
            Failure: ``MALFORMED``.
        """
        try:
            numbers = [integer(item) for item in unlv(record, _FIELDS)]
        except Failure:
            raise damaged("was made for another release") from None
        return cls(*numbers)


def _rotation(cosine: int, sine: int) -> AffineQ16:
    return AffineQ16(xx=cosine, xy=-sine, yx=sine, yy=cosine)
