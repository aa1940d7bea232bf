"""Every image cipher behind the one interface."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.batteries.images.sensitivity import plaintext_sensitivity
from lab.ciphers.comparison import compare, key_for
from lab.ciphers.image_cipher import ImageCipher, Keyed
from lab.ciphers.registry import CIPHERS, find_cipher
from shared.errors import Code, Failure
from tests.lab.batteries.images.drawn_pictures import noise, ramp

DATE = "2010:05:11 21:17:51"
EACH = pytest.mark.parametrize("cipher", [pytest.param(one, id=name) for name, one in CIPHERS.items()])


def test_the_papers_six_methods_and_the_exchanges_ciphers() -> None:
    assert list(CIPHERS) == [
        "logistic-resnet18",
        "logistic-mobilenetv2",
        "logistic-plain",
        "lorenz-resnet18",
        "lorenz-mobilenetv2",
        "lorenz-plain",
        "chen",
        "logistic",
        "lorenz",
    ]


@EACH
@pytest.mark.parametrize("shape", [pytest.param((9, 7), id="grey"), pytest.param((4, 6, 3), id="colour")])
def test_what_was_encrypted_comes_back(cipher: ImageCipher, shape: tuple[int, ...]) -> None:
    picture, key = noise(5, *shape), key_for(cipher, DATE)
    before = picture.copy()
    ciphertext = cipher.transform(picture, key)
    assert np.array_equal(picture, before)
    assert ciphertext.shape == shape
    assert not np.array_equal(ciphertext, picture)
    assert np.array_equal(cipher.inverse(ciphertext, key), picture)
    assert np.array_equal(cipher.undo(ciphertext, cipher.transmitted(key, shape)), picture)


@EACH
def test_one_pixel_of_the_plaintext_is_one_of_the_ciphertext(cipher: ImageCipher) -> None:
    """Check 10 of docs/lab.md: one value for one, whatever the cipher."""
    picture = ramp(24)
    found = plaintext_sensitivity(cipher.transform, picture, key_for(cipher, DATE))
    assert found.npcr.value == pytest.approx(100 / picture.size)
    assert found.uaci.value == pytest.approx(100 / (255 * picture.size))


@EACH
def test_what_is_no_picture_is_refused(cipher: ImageCipher) -> None:
    for picture in (np.zeros((4, 4), np.uint16), np.zeros((0, 4), np.uint8), np.zeros((4, 4, 4), np.uint8)):
        with pytest.raises(Failure) as refusal:
            cipher.transform(picture, key_for(cipher, DATE))
        assert refusal.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("lorenz-mobilenetv2", b"", id="no date"),
        pytest.param("lorenz-mobilenetv2", b"2010-05-11 21:17:51", id="another way to write it"),
        pytest.param("lorenz-mobilenetv2", b"2010:02:30 21:17:51", id="no such day"),
        pytest.param("lorenz-mobilenetv2", b"2010:05:11 21:17:5\xff", id="not ASCII"),
        pytest.param("chen", bytes(1023), id="short biometric key"),
    ],
)
def test_what_is_no_key_is_refused(name: str, key: bytes) -> None:
    with pytest.raises(Failure) as refusal:
        find_cipher(name).transform(ramp(4), key)
    assert refusal.value.code is Code.INVALID_INPUT


def test_a_foreign_key_is_refused_by_the_inner_ciphers() -> None:
    with pytest.raises(Failure) as refusal:
        find_cipher("chen").undo(ramp(4), bytes(7))
    assert refusal.value.code is Code.MALFORMED


def test_keys_are_counted_as_claimed_and_as_they_are() -> None:
    found = find_cipher("logistic-resnet18").strength((128, 128))
    assert found.claimed == 133_120
    assert found.effective == pytest.approx(29.82, abs=0.01)
    assert find_cipher("lorenz-plain").strength((128, 128, 3)).effective == 0
    assert find_cipher("logistic").strength((8, 8)).effective == pytest.approx(
        math.log2(0.1 * 2**51), abs=0.01
    )


def test_a_name_that_is_none_gets_the_nearest() -> None:
    with pytest.raises(Failure, match="nearest are lorenz-resnet18"):
        find_cipher("lorenz-resnet")


def test_comparing_measures_both_definitions_of_npcr() -> None:
    picture = ramp(64)
    told: list[tuple[int, int]] = []
    ciphers = [find_cipher(name) for name in ("lorenz-mobilenetv2", "logistic-plain", "chen")]
    dated, plain, chen = compare(picture, ciphers, DATE, lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
    assert [one.changed_values for one in (dated, plain, chen)] == [1, 1, 1]
    assert dated.one_value[0].value == pytest.approx(100 / picture.size)
    assert dated.near_key[0].within
    assert plain.near_key == ()
    assert plain.cipher.keyed is Keyed.NOTHING
    # The paper's NPCR and UACI are of plaintext and ciphertext: near 99.61 % for all that looks like noise.
    assert dated.value("NPCR_pc (%)") == pytest.approx(99.61, abs=0.4)
    assert dated.record()["one_value_changed"][0]["within"] is False
