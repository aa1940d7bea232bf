"""NPCR, UACI, MSE and PSNR: golden limits, known values, properties."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.images.cipher_pair import (
    changed_values,
    ideal_npcr,
    ideal_uaci,
    mean_change,
    npcr,
    npcr_limits,
    uaci,
    uaci_limits,
)
from lab.batteries.images.fidelity import equal_part, mean_square_error, mse, peak_signal_to_noise, psnr
from lab.batteries.images.plain_cipher_pair import contrast, expected_uaci_pc, npcr_pc, uaci_pc
from shared.errors import Code, Failure
from tests.lab.batteries.images.drawn_pictures import PAIRS, PICTURES, noise, ramp

GOLDEN = json.loads(Path(__file__).with_name("critical_values.json").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['side']} at {row['level']}")
def test_critical_values_are_the_published_ones(row: dict) -> None:
    """Check 11 of docs/lab.md: the table of critical values."""
    values = row["side"] ** 2
    assert round(npcr_limits(values, row["level"]).low, 4) == row["npcr"]
    limits = uaci_limits(values, row["level"])
    assert [round(limits.low, 4), round(limits.high, 4)] == row["uaci"]


def test_ideal_means() -> None:
    assert ideal_npcr(100).mean == 99.609375
    assert ideal_uaci(100).mean == pytest.approx(33.463542, abs=1e-6)


def test_colour_has_three_values_a_pixel() -> None:
    grey, colour = npcr(noise(1, 96, 96), noise(2, 96, 96)), npcr(noise(1, 96, 96, 3), noise(2, 96, 96, 3))
    assert grey.limits == npcr_limits(96 * 96)
    assert colour.limits == npcr_limits(96 * 96 * 3)


def test_random_ciphers_are_accepted_and_equal_ones_are_not() -> None:
    for seed in range(10):
        left, right = noise(seed, 64, 64), noise(seed + 100, 64, 64)
        assert abs(npcr(left, right).value - 99.609) < 0.5
        assert uaci(left, right).p_value > 1e-4
    same = noise(3, 64, 64)
    assert (npcr(same, same).value, uaci(same, same).value) == (0.0, 0.0)
    assert not npcr(same, same).within
    assert not uaci(same, same).within


def test_one_changed_pixel_is_one_in_all() -> None:
    left = noise(5, 16, 16)
    right = left.copy()
    right[3, 4] ^= 0xFF
    assert changed_values(left, right) == 100 / 256
    assert mean_change(left, right) == pytest.approx(
        100 * abs(int(left[3, 4]) - int(right[3, 4])) / 255 / 256
    )


@given(PAIRS)
def test_pairs_are_symmetric_and_bounded(pair: tuple[np.ndarray, np.ndarray]) -> None:
    left, right = pair
    for metric in (changed_values, mean_change, mean_square_error, peak_signal_to_noise, equal_part):
        assert metric(left, right) == metric(right, left)
    assert 0 <= mean_change(left, right) <= changed_values(left, right) <= 100
    assert 0 <= mean_square_error(left, right) <= 255**2
    assert changed_values(left, right) == pytest.approx(100 * (1 - equal_part(left, right)))


@given(PAIRS, st.integers(0, 255))
def test_what_is_done_to_both_alike_changes_nothing(pair: tuple[np.ndarray, np.ndarray], mask: int) -> None:
    left, right = pair
    flipped = left[::-1], right[::-1]
    inverted = 255 - left, 255 - right
    for metric in (changed_values, mean_change, mean_square_error):
        assert metric(*flipped) == pytest.approx(metric(left, right))
        assert metric(*inverted) == pytest.approx(metric(left, right))
    assert changed_values(left ^ np.uint8(mask), right ^ np.uint8(mask)) == changed_values(left, right)


@given(PICTURES)
def test_equal_pictures_have_infinite_psnr(picture: np.ndarray) -> None:
    assert mean_square_error(picture, picture.copy()) == 0
    assert peak_signal_to_noise(picture, picture.copy()) == math.inf


@pytest.mark.parametrize(
    ("level", "expected"),
    [(0, 50.0), (255, 50.0), (127, 25.0981), (64, 31.2745)],
)
def test_uaci_pc_follows_from_the_histogram(level: int, expected: float) -> None:
    """Check 10 of docs/lab.md: the formula of UACI_pc."""
    plain = np.full((8, 8), level, np.uint8)
    every = np.arange(256, dtype=np.int64)
    assert expected_uaci_pc(plain) == pytest.approx(100 * np.abs(every - level).mean() / 255)
    assert expected_uaci_pc(plain) == pytest.approx(expected, abs=1e-3)
    assert expected_uaci_pc(plain) == pytest.approx(25.0977 + 0.00153186 * contrast(plain), abs=1e-4)


def test_plain_cipher_values_of_a_uniform_cipher_are_expected_ones() -> None:
    plain = ramp(128)
    for seed in range(5):
        cipher = noise(seed, 128, 128)
        assert npcr_pc(plain, cipher).p_value > 1e-4
        assert uaci_pc(plain, cipher).p_value > 1e-4
        assert mse(plain, cipher).value == pytest.approx(mse(plain, cipher).expected, rel=0.05)
        assert 4.76 < psnr(plain, cipher).expected < 10.76
    assert not uaci_pc(plain, np.full_like(plain, 127)).within


def test_the_spread_of_uaci_pc_is_that_of_a_simulation() -> None:
    plain = ramp(16)
    found = [uaci_pc(plain, noise(seed, 16, 16)) for seed in range(400)]
    reach = (found[0].limits.high - found[0].limits.low) / 2 / 2.5758
    assert np.std([one.value for one in found]) == pytest.approx(reach, rel=0.15)


def test_psnr_of_one_level_is_by_the_formula() -> None:
    left, right = np.zeros((4, 4), np.uint8), np.full((4, 4), 5, np.uint8)
    assert mean_square_error(left, right) == 25
    assert peak_signal_to_noise(left, right) == pytest.approx(20 * math.log10(255 / 5))


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        pytest.param(noise(1, 4, 4), noise(1, 4, 5), "differ in shape, 4 x 4 and 4 x 5", id="shapes"),
        pytest.param(noise(1, 4, 4), noise(1, 4, 4, 3), "differ in shape", id="grey and colour"),
        pytest.param(noise(1, 4, 4, 4), noise(1, 4, 4, 4), "neither grey nor colour", id="four planes"),
        pytest.param(noise(1, 16), noise(1, 16), "neither grey nor colour", id="a row"),
        pytest.param(np.zeros((4, 4)), np.zeros((4, 4)), "no 8-bit pixels", id="floats"),
        pytest.param(np.zeros((0, 4), np.uint8), np.zeros((0, 4), np.uint8), "is empty", id="empty"),
        pytest.param([[1, 2]], [[1, 2]], "no 8-bit pixels", id="no arrays"),
    ],
)
def test_what_cannot_be_compared_is_refused(left: np.ndarray, right: np.ndarray, said: str) -> None:
    for metric in (npcr, uaci, npcr_pc, uaci_pc, mse, psnr, equal_part):
        with pytest.raises(Failure, match=said) as refusal:
            metric(left, right)
        assert refusal.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(("values", "level"), [(0, 0.01), (100, 0.0), (100, 1.0)])
def test_no_limits_without_pixels_or_level(values: int, level: float) -> None:
    for limits in (npcr_limits, uaci_limits):
        with pytest.raises(Failure, match="at least one pixel and a level"):
            limits(values, level)
