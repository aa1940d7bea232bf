"""Preprocessing, augmentation and features."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.biometrics.augmentation import VERSIONS, Augmentation, augment, draw
from shared.biometrics.features import candidate_keys
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.exact.image import ONE, AffineQ16, equalise, resize
from shared.exact.xof import ShakeStream
from shared.keygen.known_answers import drawn_print
from tests.seeded_networks import tiny_network

STILL = Augmentation(0, 0, 0, 0, ONE, ONE, flip=False)


def test_preprocessing_resizes_and_then_equalises() -> None:
    print_ = drawn_print()
    assert np.array_equal(preprocess(print_, 96, 96), equalise(resize(print_.pixels, 96, 96)))


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.zeros((96, 96), np.uint8), id="black"),
        pytest.param(np.full((300, 200), 255, np.uint8), id="white"),
        pytest.param(np.repeat(np.arange(4, dtype=np.uint8), 24 * 96).reshape(96, 96), id="four levels"),
    ],
)
def test_a_blank_print_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(Failure, match="blank") as refused:
        preprocess(Print(pixels), 96, 96)
    assert refused.value.code is Code.INVALID_INPUT


@given(st.binary(max_size=12))
def test_drawn_parameters_stay_in_their_ranges(seed: bytes) -> None:
    drawn = draw(ShakeStream(seed))
    assert abs(drawn.angle) <= 320
    spans = (drawn.shift_right, drawn.shift_down, drawn.shear, drawn.zoom_x - ONE, drawn.zoom_y - ONE)
    assert all(abs(span) <= 3276 for span in spans)


def test_both_flips_and_both_signs_occur() -> None:
    stream = ShakeStream(b"many")
    drawn = [draw(stream) for _ in range(200)]
    assert 60 < sum(version.flip for version in drawn) < 140
    assert min(version.angle for version in drawn) < -280 < 280 < max(version.angle for version in drawn)


def test_no_change_is_the_identity() -> None:
    assert STILL.affine(96, 96) == AffineQ16()


def test_a_flip_mirrors() -> None:
    assert Augmentation(0, 0, 0, 0, ONE, ONE, flip=True).affine(96, 96) == AffineQ16(xx=-ONE)


def test_each_parameter_goes_where_it_belongs() -> None:
    cosine, sine = 64540, 11380  # 10° in Q16
    turned = Augmentation(320, 0, 0, 0, ONE, ONE, flip=False).affine(96, 96)
    assert turned == AffineQ16(xx=cosine, xy=-sine, yx=sine, yy=cosine)
    moved = Augmentation(0, 655, -655, 0, ONE, ONE, flip=False).affine(100, 200)
    assert moved == AffineQ16(dx=655 * 200, dy=-655 * 100)
    sheared = Augmentation(0, 0, 0, 3000, ONE, ONE, flip=False).affine(96, 96)
    assert sheared == AffineQ16(xy=3000)
    zoomed = Augmentation(0, 0, 0, 0, ONE + 5, ONE - 7, flip=False).affine(96, 96)
    assert zoomed == AffineQ16(xx=ONE + 5, yy=ONE - 7)


def test_versions_differ_and_repeat_exactly() -> None:
    pixels = preprocess(drawn_print(), 96, 96)
    versions = augment(pixels, ShakeStream(b"a"))
    assert (versions.shape, versions.dtype) == ((VERSIONS, 96, 96), np.uint8)
    assert len({version.tobytes() for version in versions}) == VERSIONS
    assert np.array_equal(versions, augment(pixels, ShakeStream(b"a")))
    assert not np.array_equal(versions, augment(pixels, ShakeStream(b"b")))


def test_candidate_keys_are_magnitudes_in_bytes() -> None:
    features = tiny_network().features(augment(preprocess(drawn_print(), 24, 24), ShakeStream(b"a"), 3))
    keys = candidate_keys(features)
    assert keys.dtype == np.uint8
    assert keys.tolist() == [[abs(int(value)) * 255 // 32768 for value in row] for row in features]
