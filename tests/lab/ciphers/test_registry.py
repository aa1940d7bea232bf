"""Every image cipher behind the one interface."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.batteries.images.sensitivity import plaintext_sensitivity
from lab.ciphers.comparison import compare, key_for
from lab.ciphers.image_cipher import ImageCipher, Keyed
from lab.ciphers.registry import CIPHERS, find_cipher
from shared.errors import Failure
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
