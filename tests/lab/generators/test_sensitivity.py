"""What the least change does to a key and to a picture."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.attacks.pictures import radiograph
from lab.generators.derivation import numbered_seed
from lab.generators.parameters import read_parameters
from lab.generators.registry import GENERATORS, find_generator
from lab.generators.sensitivity import (
    compare_keys,
    expected_mse,
    recipe_sensitivity,
    seed_sensitivity,
    with_flipped,
)

SEED = bytes(range(32))


def test_independent_keys_differ_in_half_of_their_bits_and_leave_noise() -> None:
    keys = [b"".join(numbered_seed(SEED, 100 * key + part) for part in range(16)) for key in range(9)]
    found = compare_keys(keys[0], keys[1:])
    assert found.holds
    assert (found.unchanged, found.changes) == (0, 8)
    assert found.mse == pytest.approx(found.expected_mse, rel=0.03)
    assert found.psnr < 10.76  # of any picture that was made noise


def test_equal_keys_leave_the_picture_whole() -> None:
    found = compare_keys(SEED, [SEED, SEED])
    assert (found.bit_change, found.unchanged, found.mse, found.psnr) == (0, 2, 0, math.inf)
    assert not found.holds
    assert found.record()["psnr"] is None


def test_one_changed_bit_is_one_of_all() -> None:
    found = compare_keys(SEED, [with_flipped(SEED, 0)])
    assert found.bit_change == pytest.approx(100 / 256)
    # Every 32nd pixel's highest bit is turned: an error of 128.
    assert found.mse == pytest.approx(128**2 / 32)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=64), st.data())
def test_flipping_twice_is_nothing(seed: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 8 * len(seed) - 1))
    flipped = with_flipped(seed, place)
    both = np.frombuffer(seed, np.uint8) ^ np.frombuffer(flipped, np.uint8)
    assert int(np.unpackbits(both).sum()) == 1
    assert with_flipped(flipped, place) == seed


def test_the_error_of_noise_is_that_of_all_bytes() -> None:
    picture = radiograph(3, 32)
    every = np.arange(256, dtype=np.float64)
    mean = np.mean([np.mean((every - pixel) ** 2) for pixel in picture.ravel().astype(np.float64)])
    assert expected_mse(picture) == pytest.approx(float(mean))


RECIPES = {
    # The least and the most share of the bits that change, and whether some change does nothing.
    "associative-memory": (0, 30, True),
    "extreme-learning": (0, 1, True),
    "logistic-perceptron": (45, 55, False),
    "cube-walk": (45, 55, False),
    "autoencoder": (0, 20, None),
    "image-gan": (0, 10, None),
    "network-keys": (0, 10, None),
    "squeezenet-hyperchaos": (0, 20, None),
}


@pytest.mark.parametrize("name", RECIPES)
def test_what_moving_a_first_value_does(name: str) -> None:
    generator = find_generator(name)
    small = ["units=32", "epochs=10"] if name == "autoencoder" else []
    found = recipe_sensitivity(generator, SEED, read_parameters(generator.parameters, small))
    least, most, idle = RECIPES[name]
    assert found is not None
    assert least <= found.bit_change <= most
    assert idle in (None, found.unchanged > 0)


def test_every_recipe_with_values_to_move_is_measured() -> None:
    assert {name for name, generator in GENERATORS.items() if generator.neighbour} == set(RECIPES)
    tree_parity = find_generator("tree-parity")
    assert recipe_sensitivity(tree_parity, SEED, tree_parity.parameters()) is None


def test_a_bit_of_the_seed_changes_half_of_a_key() -> None:
    cube = find_generator("cube-walk")
    found = seed_sensitivity(cube, SEED, cube.parameters(), changes=16)
    assert found.holds
    assert found.changes == 16
