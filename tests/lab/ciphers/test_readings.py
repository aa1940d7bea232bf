"""Paper 002 read otherwise: every reading is a method of its own; the envelope as it may be meant breaks."""

from __future__ import annotations

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from lab.batteries.images.distribution import chi_square, entropy
from lab.ciphers.paper_002.chaotic_map import LOGISTIC, LORENZ
from lab.ciphers.paper_002.key_sequences import decode
from lab.ciphers.paper_002.metadata_image import metadata_image, text_image
from lab.ciphers.paper_002.methods import MedicalCipher
from lab.ciphers.paper_002.readings import Reading, read_otherwise
from lab.ciphers.paper_002.unsafe_envelope import (
    open_cbc,
    root_of,
    seal_cbc,
    steered,
    unwrap_textbook,
    wrap_textbook,
)
from lab.ciphers.registry import find_cipher
from lab.ciphers.sealed_picture import open_picture, seal_picture
from shared.chaos import logistic
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from tests.lab.batteries.images.drawn_pictures import noise, ramp
from tests.lab.ciphers.key_pairs import key_pair

DATE, NEXT = "2010:05:11 21:17:51", "2010:05:11 21:17:52"
AES_KEY = bytes(range(100, 116))
READ = [
    "logistic-plain+orbits",
    "logistic-plain+times-255",
    "logistic-plain+wide-r",
    "lorenz-plain+times-255",
    "lorenz-plain+rows-by-x",
    "logistic-plain+orbits+times-255+wide-r+rows-by-x",
]


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("shape", [(9, 7), (4, 6, 3)])
def test_a_reading_is_a_method_whose_pictures_come_back(name: str, shape: tuple[int, ...]) -> None:
    cipher, picture = find_cipher(name), noise(5, *shape)
    recipient = key_pair("recipient")
    opened = open_picture(
        seal_picture(picture, cipher, b"", recipient.public_key(), SystemRandomness()), recipient
    )
    assert opened.method == cipher.name == name
    assert np.array_equal(opened.picture, picture)


def test_readings_are_kept_in_one_order_and_once() -> None:
    one = find_cipher("logistic-plain+times-255+orbits+orbits")
    assert one.name == "logistic-plain+orbits+times-255"
    assert one is find_cipher("logistic-plain+orbits+times-255")


def test_three_orbits_begin_each_at_its_own_place() -> None:
    found = read_otherwise(LOGISTIC, [Reading.ORBITS]).sequences((3.97,), (4, 6))
    orbits = [
        logistic.orbit(logistic.start(logistic.Parameters(3.97, start)), logistic.DISCARDED, 24)
        for start in (0.1, 0.2, 0.3)
    ]
    assert np.array_equal(found.xindex, np.argsort(orbits[0][:6]))
    assert np.array_equal(found.yindex, np.argsort(orbits[1][:4]))
    assert np.array_equal(found.zkey.ravel(), logistic.bytes_of(orbits[2]))


@pytest.mark.parametrize("chaos", [LOGISTIC, LORENZ], ids=["logistic", "lorenz"])
def test_by_step_9_the_first_sequence_orders_rows(chaos) -> None:
    here = chaos.sequences(chaos.fixed, (5, 8))
    there = read_otherwise(chaos, [Reading.ROWS_BY_X]).sequences(chaos.fixed, (8, 5))
    assert np.array_equal(there.yindex, here.xindex)
    assert np.array_equal(there.xindex, here.yindex)


def test_leading_digits_are_told_from_noise_and_last_ones_are_not() -> None:
    picture = ramp(256)
    last, leading = (
        find_cipher(f"logistic-plain{part}").transform(picture, b"") for part in ("", "+times-255")
    )
    assert chi_square(last).within
    assert not chi_square(leading).within
    zkey = decode(find_cipher("logistic-plain+times-255").transmitted(b"", (256, 256)), (256, 256)).zkey
    assert entropy(zkey).value == pytest.approx(7.762, abs=0.01)


def test_a_periodic_window_repeats_its_keystream() -> None:
    wide = read_otherwise(LOGISTIC, [Reading.WIDE_R])
    assert wide.intervals == ((3.57, 4.0),)
    zkey = wide.sequences((3.83,), (30, 30)).zkey.ravel()  # period 3
    assert len(np.unique(zkey[-300:])) <= 3


def test_the_text_of_the_next_second_differs_in_few_pixels() -> None:
    first, second = text_image(DATE), text_image(NEXT)
    assert (first.shape, first.dtype) == ((224, 224, 3), np.uint8)
    assert set(np.unique(first)) == {0, 255}
    changed = np.count_nonzero((first != second).any(axis=2))
    assert 0 < changed < 300
    assert np.mean(metadata_image(DATE) != metadata_image(NEXT)) > 0.99
    assert np.array_equal(text_image(DATE), first)


def test_the_network_that_sees_text_moves_less() -> None:
    r = {
        name: [float(find_cipher(name).parameters(date.encode())[0]) for date in (DATE, NEXT)]  # type: ignore[attr-defined]
        for name in ("logistic-mobilenetv2", "logistic-mobilenetv2+bitmap")
    }
    hashes, text = r["logistic-mobilenetv2"], r["logistic-mobilenetv2+bitmap"]
    assert text[0] != text[1]
    assert abs(text[0] - text[1]) < abs(hashes[0] - hashes[1])


REFUSED = {
    "no reading": ("logistic-plain+orbit", "There is no reading 'orbit'; the nearest are orbits"),
    "an empty one": ("logistic-plain+", "There is no reading ''; there are bitmap, orbits, times-255"),
    "no method": ("logistics+orbits", "There is no image cipher 'logistics'; the nearest are logistic"),
    "the exchange's": ("chen+orbits", "The cipher chen is not of paper 002 and has no other readings"),
    "orbits of Lorenz": ("lorenz-plain+orbits", "makes no difference to lorenz: it has no logistic map"),
    "text without a date": ("logistic-plain+bitmap", "makes no difference to logistic-plain+bitmap"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_readings_that_are_none(case: str) -> None:
    name, said = REFUSED[case]
    with pytest.raises(Failure) as refusal:
        find_cipher(name)
    assert refusal.value.code is Code.INVALID_INPUT
    assert said in refusal.value.sentence


def test_textbook_rsa_with_e_3_gives_the_key_to_everyone() -> None:
    recipient = rsa.generate_private_key(3, 2048)
    wrapped = wrap_textbook(AES_KEY, recipient.public_key())
    assert unwrap_textbook(wrapped, recipient) == int.from_bytes(AES_KEY, "big")
    root = root_of(wrapped, 3)
    assert root is not None
    assert root.to_bytes(16, "big") == AES_KEY
    assert root_of(wrap_textbook(AES_KEY, key_pair("recipient").public_key()), 65_537) is None


def test_textbook_rsa_repeats_itself_and_multiplies() -> None:
    recipient = key_pair("recipient")
    public = recipient.public_key()
    wrapped = wrap_textbook(AES_KEY, public)
    assert wrapped == wrap_textbook(AES_KEY, public)
    numbers = public.public_numbers()
    doubled = wrapped * pow(2, numbers.e, numbers.n) % numbers.n
    assert unwrap_textbook(doubled, recipient) == 2 * int.from_bytes(AES_KEY, "big")


def test_whoever_turns_a_bit_of_the_envelope_turns_one_of_the_picture() -> None:
    cipher, picture = find_cipher("logistic-plain"), ramp(32)
    assert isinstance(cipher, MedicalCipher)
    transmitted = cipher.transmitted(b"", picture.shape)
    sealed = seal_cbc(transmitted, AES_KEY, bytes(16))
    assert open_cbc(sealed, AES_KEY) == transmitted
    opened = open_cbc(steered(sealed, len(transmitted) - 1, 0x80), AES_KEY)
    assert opened[-1] == transmitted[-1] ^ 0x80
    turned = cipher.undo(cipher.transform(picture, b""), opened)
    changed = np.count_nonzero(turned != picture)
    assert 1 < changed <= 17  # the byte, and a block of noise before it


@pytest.mark.parametrize("length", [0, 16, 17, 40])
def test_what_is_no_envelope(length: int) -> None:
    with pytest.raises(Failure) as refusal:
        open_cbc(bytes(length), AES_KEY)
    assert refusal.value.code is Code.MALFORMED
