"""The cube, its scrambles and their generator, against counts and vectors that others have published."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest

from lab.generators.cube import STATES, STICKERS, TURNS, solved, turned, turns
from lab.generators.cube_walk import GENERATOR, CubeWalk, make
from lab.generators.hmac_drbg import HmacDrbg
from shared.errors import Failure

SEED = bytes(range(32))


def test_states_at_each_distance_are_those_that_are_known() -> None:
    # Turns of any face by one, two or three quarters: 1, 18, 243, 3,240 (OEIS A080601).
    seen, edge, counts = {solved().tobytes()}, [solved()], [1]
    for _ in range(3):
        further = {turned(cube, turn).tobytes() for cube in edge for turn in range(TURNS)} - seen
        seen |= further
        edge = [np.frombuffer(cube, np.uint8) for cube in further]
        counts.append(len(further))
    assert counts == [1, 18, 243, 3240]


@pytest.mark.parametrize("face", range(6))
def test_four_quarters_are_none_and_a_quarter_moves_twenty_stickers(face: int) -> None:
    quarter, half, back = turns()[3 * face : 3 * face + 3]
    places = np.arange(STICKERS)
    assert np.array_equal(quarter[back], places)
    assert np.array_equal(half, quarter[quarter])
    assert np.count_nonzero(quarter != places) == 20


def test_turning_two_faces_that_meet_in_turn_is_undone_after_105_times() -> None:
    # The order of R U in the cube's group.
    cube, count = turned(turned(solved(), 0), 6), 1
    while not np.array_equal(cube, solved()):
        cube, count = turned(turned(cube, 0), 6), count + 1
    assert count in (105, 63)


def test_the_number_of_states() -> None:
    assert math.factorial(8) * 3**7 * math.factorial(12) * 2**11 // 2 == STATES
    assert math.log2(STATES) == pytest.approx(65.23, abs=0.005)


def test_the_generator_gives_the_published_nonce() -> None:
    # RFC 6979, A.2.5: P-256 with SHA-256 on "sample"; the nonce is the first output for x and the digest.
    private = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    digest = int.from_bytes(hashlib.sha256(b"sample").digest(), "big") % order
    nonce = HmacDrbg(private + digest.to_bytes(32, "big")).generate(32).hex().upper()
    assert nonce == "A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60"


def test_moves_are_uniform() -> None:
    drawn = HmacDrbg(b"moves")
    counts = np.bincount([drawn.below(TURNS) for _ in range(3600)], minlength=TURNS)
    assert counts.size == TURNS
    assert float(((counts - 200) ** 2 / 200).sum()) < 40.8  # chi-square, 17 degrees of freedom, one in 1,000


@pytest.mark.parametrize(
    ("moves", "cubes", "bits"),
    [
        pytest.param(100, 1, math.log2(STATES), id="the states"),
        pytest.param(4, 1, 4 * math.log2(18), id="a short walk"),
        pytest.param(100, 3, 3 * math.log2(STATES), id="three cubes"),
        pytest.param(100, 16, 256, id="no more than the key has"),
    ],
)
def test_the_effective_key_space_is_counted(moves: int, cubes: int, bits: float) -> None:
    assert GENERATOR.effective(CubeWalk(moves, cubes), 64).bits == pytest.approx(bits)


def test_after_one_move_there_are_eighteen_keys() -> None:
    keys = {make(number.to_bytes(16, "big"), CubeWalk(moves=1)) for number in range(300)}
    assert len(keys) == 18


def test_a_cube_that_is_not_turned_is_refused() -> None:
    with pytest.raises(Failure, match="moves is 0"):
        CubeWalk(moves=0)
