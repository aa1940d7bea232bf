"""What is measured of a cipher: sensitivity, damage, key space, speed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.images.damage import Block, cut_out, middle_block, recover, salt_and_pepper
from lab.batteries.images.key_space import key_space
from lab.batteries.images.sensitivity import avalanche, key_sensitivity, plaintext_sensitivity, turned
from lab.batteries.images.speed import compare_speed
from shared.errors import Code, Failure
from tests.lab.batteries.images.drawn_pictures import hashing_cipher, noise, ramp, xor_cipher

KEY = b"0123456789abcdef"


def test_a_keystream_of_the_key_is_sensitive_to_it_and_blind_to_the_plaintext() -> None:
    picture = ramp(48)
    by_key = key_sensitivity(xor_cipher, picture, KEY)
    assert by_key.npcr.value > 99
    assert by_key.bits[0].value == pytest.approx(50, abs=2)
    by_plaintext = plaintext_sensitivity(xor_cipher, picture, KEY)
    assert by_plaintext.npcr.value == pytest.approx(100 / 48**2)
    assert not by_plaintext.npcr.within
    assert by_plaintext.bits[0].statistics["changed_bits"] == 1


def test_a_cipher_that_mixes_the_plaintext_in_is_sensitive_to_both() -> None:
    for found in (
        key_sensitivity(hashing_cipher, ramp(48), KEY, bit=127),
        plaintext_sensitivity(hashing_cipher, ramp(48), KEY, place=(0, 0)),
    ):
        assert found.npcr.p_value > 1e-4
        assert found.uaci.p_value > 1e-4


def test_colour_is_touched_in_one_plane() -> None:
    found = plaintext_sensitivity(xor_cipher, noise(1, 6, 6, 3), KEY, place=(1, 2, 0))
    assert found.npcr.value == pytest.approx(100 / 108)


def test_avalanche_is_one_half_for_a_hash_and_nothing_for_a_cipher_without_key() -> None:
    picture = noise(2, 24, 24)
    assert avalanche(hashing_cipher, picture, KEY[:4]) == pytest.approx(0.5, abs=0.01)
    assert avalanche(lambda shown, _key: shown, picture, KEY, bits=[0, 5]) == 0.0


@given(st.binary(min_size=1, max_size=8), st.data())
def test_turning_a_bit_twice_turns_nothing(key: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, 8 * len(key) - 1))
    once = turned(key, bit)
    assert turned(once, bit) == key
    assert sum((a ^ b).bit_count() for a, b in zip(key, once, strict=True)) == 1


def test_ciphers_cannot_change_the_callers_picture() -> None:
    def spoils(picture: np.ndarray, _key: bytes) -> np.ndarray:
        picture[:] = 0
        return picture

    picture = noise(3, 8, 8)
    key_sensitivity(spoils, picture, KEY)
    assert np.array_equal(picture, noise(3, 8, 8))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param(lambda: turned(KEY, 128), "no bit 128", id="bit"),
        pytest.param(lambda: turned(b"", 0), "no bit 0", id="no key"),
        pytest.param(lambda: key_sensitivity(xor_cipher, ramp(8), KEY, -1), "no bit -1", id="negative"),
        pytest.param(
            lambda: plaintext_sensitivity(xor_cipher, ramp(8), KEY, (8, 0)), "no value at", id="place"
        ),
        pytest.param(
            lambda: plaintext_sensitivity(xor_cipher, ramp(8), KEY, (1, 1, 1)), "no value at", id="axes"
        ),
        pytest.param(lambda: avalanche(xor_cipher, ramp(8), KEY, []), "at least one bit", id="no bits"),
        pytest.param(
            lambda: key_sensitivity(lambda shown, _: shown[1:], ramp(8), KEY), "differ in shape", id="shape"
        ),
        pytest.param(lambda: cut_out(ramp(8), Block(4, 4, 5, 1)), "outside the picture", id="block"),
        pytest.param(lambda: cut_out(ramp(8), Block(0, 0, 0, 1)), "outside the picture", id="no block"),
        pytest.param(lambda: cut_out(ramp(8), Block(-1, 0, 2, 2)), "outside the picture", id="above"),
        pytest.param(lambda: middle_block(ramp(8), 0.0), "above 0, up to 1", id="part"),
        pytest.param(lambda: salt_and_pepper(ramp(8), 1.5, 1), "between 0 and 1", id="density"),
        pytest.param(lambda: key_space([], 1, "x"), "at least one value", id="no parameters"),
        pytest.param(lambda: key_space([0], 1, "x"), "at least one value", id="no values"),
        pytest.param(lambda: key_space([2], 0, "x"), "at least one input", id="no inputs"),
        pytest.param(lambda: compare_speed(int, int, runs=0), "At least one run", id="no runs"),
        pytest.param(lambda: compare_speed(int, int, clock=lambda: 1.0), "no measurable time", id="no time"),
    ],
)
def test_what_cannot_be_done_is_refused(call: object, said: str) -> None:
    with pytest.raises(Failure, match=said) as refusal:
        call()
    assert refusal.value.code is Code.INVALID_INPUT


def test_what_was_cut_out_stays_out_and_nothing_else_suffers() -> None:
    plain = ramp(64)
    cipher = xor_cipher(plain, KEY)
    block = middle_block(cipher, 0.25)
    assert (block.height, block.width, block.top, block.left) == (32, 32, 16, 16)
    found = recover(xor_cipher, plain, cipher, cut_out(cipher, block), KEY)
    assert found.damaged == pytest.approx(0.25, abs=0.005)
    assert found.equal == pytest.approx(1 - found.damaged)
    outside = np.ones_like(plain, bool)
    outside[16:48, 16:48] = False
    assert np.array_equal(found.picture[outside], plain[outside])


def test_without_damage_all_comes_back() -> None:
    plain = noise(4, 12, 12, 3)
    cipher = xor_cipher(plain, KEY)
    found = recover(xor_cipher, plain, cipher, salt_and_pepper(cipher, 0.0, 1), KEY)
    assert (found.damaged, found.equal, found.mse, found.psnr) == (0.0, 1.0, 0.0, math.inf)


def test_noise_hits_as_many_pixels_as_said_in_black_and_white() -> None:
    picture = np.full((100, 100, 3), 77, np.uint8)
    damaged = salt_and_pepper(picture, 0.1, 5)
    hit = (damaged != 77).any(axis=2)
    assert hit.mean() == pytest.approx(0.1, abs=0.02)
    assert set(np.unique(damaged)) == {0, 77, 255}
    assert (damaged[hit].min(axis=1) == damaged[hit].max(axis=1)).all()
    assert (damaged[hit][:, 0] == 255).mean() == pytest.approx(0.5, abs=0.08)
    assert np.array_equal(damaged, salt_and_pepper(picture, 0.1, 5))
    assert np.array_equal(salt_and_pepper(picture, 1.0, 5) % 255, np.zeros_like(picture))


def test_key_spaces_are_counted_twice() -> None:
    space = key_space([256] * 1024, 6000, "prints of the public data set")
    assert space.claimed_bits == 8192
    assert space.effective_bits == pytest.approx(12.55, abs=0.01)
    assert not space.enough
    assert key_space([2] * 128, 2**128, "keys").enough
    assert key_space([2, 2], 10**6, "inputs").effective_bits == 2


def test_speed_is_a_ratio_of_medians() -> None:
    """By a clock that stands still but for the work done; the first run of each is not counted."""
    now, slow, quick = [0.0], iter([90.0, 6.0, 50.0, 4.0]), iter([90.0, 1.0, 2.0, 40.0])

    def works(times: Iterator[float]) -> Callable[[], None]:
        return lambda: now.__setitem__(0, now[0] + next(times))

    found = compare_speed(works(slow), works(quick), runs=3, clock=lambda: now[0])
    assert (found.seconds, found.reference_seconds, found.times) == (6.0, 2.0, 3.0)
