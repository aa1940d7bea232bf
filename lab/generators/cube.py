"""A cube of 3 x 3 x 3 as its 54 stickers, and the 18 turns of its faces as permutations of them."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

STICKERS = 54
FACES = 6
TURNS = 18
"""Each of the six faces by one, two or three quarters."""

STATES = 43_252_003_274_489_856_000
"""States that turns can reach: 8! 3^7 12! 2^11 / 2."""

Cube = npt.NDArray[np.uint8]
Order = npt.NDArray[np.intp]


def solved() -> Cube:
    """The colours, 0 to 5, of the stickers of a solved cube, face by face, uint8 [54]."""
    return np.repeat(np.arange(FACES, dtype=np.uint8), STICKERS // FACES)


def turned(cube: Cube, turn: int) -> Cube:
    """The cube after one turn.

    Args:
        cube: uint8 [54].
        turn: 0..17; face = turn // 3, quarters = turn % 3 + 1.
    """
    return cube[turns()[turn]]


@cache
def turns() -> tuple[Order, ...]:
    """The 18 turns: sticker i of the turned cube is the one that was at place [i]."""
    orders = []
    for face in range(FACES):
        quarter = _quarter(face)
        half = quarter[quarter]
        orders += [quarter, half, half[quarter]]
    return tuple(orders)


def _quarter(face: int) -> Order:
    """A quarter turn of a face: its outward axis is axis face // 2, positive for even faces."""
    axis, side = face // 2, 1 - 2 * (face % 2)
    places = _places()
    index = {place: number for number, place in enumerate(places)}
    order = np.arange(STICKERS)
    for number, (position, outward) in enumerate(places):
        if position[axis] == side:
            order[index[_rotated(position, axis, side), _rotated(outward, axis, side)]] = number
    return order


Vector = tuple[int, ...]


def _places() -> list[tuple[Vector, Vector]]:
    """Of every sticker the position of its small cube, -1..1 along each axis, and where it looks."""
    found = []
    for face in range(FACES):
        axis, side = face // 2, 1 - 2 * (face % 2)
        outward = tuple(side if i == axis else 0 for i in range(3))
        positions = (p for p in product((-1, 0, 1), repeat=3) if p[axis] == side)
        found += [(position, outward) for position in positions]
    return found


def _rotated(vector: Vector, axis: int, side: int) -> Vector:
    """A vector a quarter around an axis, clockwise as seen from its positive or negative end."""
    rotated = list(vector)
    first, second = (axis + 1) % 3, (axis + 2) % 3
    rotated[first], rotated[second] = side * vector[second], -side * vector[first]
    return tuple(rotated)
