"""A key of scrambled cubes, a negative example (paper 001, table 1, rows 26 and 27).

Turns are drawn by HMAC_DRBG from the seed; the key is SHA-256 of all stickers. It has 256 bits and passes
every test, as anything that was hashed does; yet a cube has 2^65.2 states, and a short walk reaches fewer.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

from lab.generators.cube import STATES, TURNS, solved, turned
from lab.generators.derivation import derive
from lab.generators.generator import KeyGenerator
from lab.generators.hmac_drbg import HmacDrbg
from lab.generators.key_space import KeySpace, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.parameters import require_range
from shared.encoding import lv

_KEY_BITS = 256


@dataclass(frozen=True)
class CubeWalk:
    """Parameters.

    Attributes:
        moves: turns of each cube.
        cubes: scrambled one after the other.
    """

    moves: int = 100
    cubes: int = 1

    def __post_init__(self) -> None:
        require_range("moves", self.moves, 1, 1000)
        require_range("cubes", self.cubes, 1, 16)


def make(seed: bytes, parameters: CubeWalk) -> bytes:
    """The key of a seed, 32 bytes."""
    return _key(_walks(seed, parameters))


def neighbour(seed: bytes, parameters: CubeWalk, number: int) -> bytes:
    """The key when one move is another."""
    walks = _walks(seed, parameters)
    walk = walks[number % parameters.cubes]
    place = number % parameters.moves
    walk[place] = (walk[place] + 1) % TURNS
    return _key(walks)


def _walks(seed: bytes, parameters: CubeWalk) -> list[list[int]]:
    drawn = HmacDrbg(derive(seed, Label.SCRAMBLE))
    return [[drawn.below(TURNS) for _ in range(parameters.moves)] for _ in range(parameters.cubes)]


def _key(walks: list[list[int]]) -> bytes:
    states = []
    for walk in walks:
        cube = solved()
        for move in walk:
            cube = turned(cube, move)
        states.append(cube.tobytes())
    return hashlib.sha256(lv(Label.CUBE_KEY, *states)).digest()


def _claimed(_parameters: CubeWalk) -> KeySpace:
    return KeySpace(float(_KEY_BITS), "as the review prints it")


def _effective(parameters: CubeWalk, seed_bytes: int) -> KeySpace:
    count = parameters.cubes
    states = KeySpace(
        count * math.log2(STATES), "states of a cube" if count == 1 else f"states of {count} cubes"
    )
    walks = KeySpace(count * parameters.moves * math.log2(TURNS), "walks of so few moves")
    key = KeySpace(float(_KEY_BITS), "every key of this length")
    return smallest(states, walks, seed_space(seed_bytes), key)


GENERATOR = KeyGenerator(
    name="cube-walk",
    summary="SHA-256 of a scrambled cube",
    rows=(26, 27),
    initial_seed="moves from HMAC_DRBG",
    parameters=CubeWalk,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
)
"""The registry's entry."""
