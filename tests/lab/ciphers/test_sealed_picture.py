"""The sealed file: what comes back, and what is refused with nothing returned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from lab.ciphers import picture_header
from lab.ciphers.image_cipher import ImageCipher
from lab.ciphers.picture_header import MAGIC, Header, cut
from lab.ciphers.recipient_keys import read_private_key, read_public_key
from lab.ciphers.registry import find_cipher
from lab.ciphers.sealed_picture import open_picture, seal_picture
from shared.crypto.randomness import SystemRandomness
from shared.encoding import lv
from shared.errors import Code, Failure
from tests.lab.batteries.images.drawn_pictures import noise, ramp
from tests.lab.ciphers.key_pairs import key_pair, private_pem, public_pem

PLAIN = "lorenz-plain"
Damage = Callable[[bytes], bytes]


def sealed(picture: np.ndarray, name: str = PLAIN, key: bytes = b"") -> bytes:
    recipient = key_pair("recipient").public_key()
    return seal_picture(picture, find_cipher(name), key, recipient, SystemRandomness())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("lorenz-mobilenetv2", b"2010:05:11 21:17:51", id="a date"),
        pytest.param("logistic-plain", b"", id="no key"),
        pytest.param("chen", bytes(range(256)) * 4, id="a biometric key"),
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        pytest.param((5, 9), id="grey"),
        pytest.param((6, 3, 3), id="colour"),
        pytest.param((1, 2), id="two pixels"),
    ],
)
def test_what_was_sealed_comes_back(name: str, key: bytes, shape: tuple[int, ...]) -> None:
    picture = noise(3, *shape)
    opened = open_picture(sealed(picture, name, key), key_pair("recipient"))
    assert opened.method == name
    assert opened.picture.shape == shape
    assert np.array_equal(opened.picture, picture)


def test_a_picture_of_several_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("picture_header", "sealed_picture"):
        monkeypatch.setattr(f"lab.ciphers.{module}.CHUNK_BYTES", 100)
    picture = ramp(20)
    blob = sealed(picture)
    parts = cut(blob)
    assert len(parts.chunks) == 400 + 4 * 16
    assert np.array_equal(open_picture(blob, key_pair("recipient")).picture, picture)
    swapped = parts.chunks[116:232] + parts.chunks[:116] + parts.chunks[232:]
    with pytest.raises(Failure) as refusal:
        open_picture(blob.replace(parts.chunks, swapped), key_pair("recipient"))
    assert refusal.value.code is Code.STREAM_CORRUPT


def test_the_envelope_of_the_paper_is_larger_than_the_picture() -> None:
    picture = ramp(16)
    assert len(cut(sealed(picture)).envelope) == 2 * 32 + picture.size + 16


def test_no_two_files_are_alike() -> None:
    assert sealed(ramp(4)) != sealed(ramp(4))


def turn(at: int) -> Damage:
    return lambda blob: blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]


def turn_in(part: str) -> Damage:
    def damage(blob: bytes) -> bytes:
        parts = cut(blob)
        found = {"wrapped": parts.header.wrapped, "envelope": parts.envelope, "chunks": parts.chunks}[part]
        return turn(blob.index(found) + len(found) // 2)(blob)

    return damage


def with_header(**changes: object) -> Damage:
    def damage(blob: bytes) -> bytes:
        parts = cut(blob)
        values = {"method": parts.header.method, "shape": parts.header.shape, "wrapped": parts.header.wrapped}
        header = Header(**{**values, **changes})  # type: ignore[arg-type]
        return MAGIC + lv(header.encode(), parts.envelope) + parts.chunks

    return damage


def with_version(number: int) -> Damage:
    return lambda blob: blob[: len(MAGIC) + 8] + number.to_bytes(8, "big") + blob[len(MAGIC) + 16 :]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        pytest.param(lambda _: b"", Code.INVALID_INPUT, id="an empty file"),
        pytest.param(lambda _: b"\x89PNG\r\n", Code.INVALID_INPUT, id="another file"),
        pytest.param(lambda blob: blob[: len(MAGIC)], Code.STREAM_TRUNCATED, id="cut after the magic"),
        pytest.param(
            lambda blob: blob[: len(MAGIC) + 2], Code.STREAM_TRUNCATED, id="cut in the header's length"
        ),
        pytest.param(lambda blob: blob[: len(MAGIC) + 40], Code.STREAM_TRUNCATED, id="cut in the header"),
        pytest.param(lambda blob: blob[:600], Code.STREAM_TRUNCATED, id="cut in the envelope"),
        pytest.param(lambda blob: blob[:-1], Code.STREAM_TRUNCATED, id="a byte short"),
        pytest.param(lambda blob: blob + b"\0", Code.INTEGRITY, id="a byte more"),
        pytest.param(with_version(2), Code.VERSION_UNSUPPORTED, id="the next version"),
        pytest.param(with_version(0), Code.VERSION_UNSUPPORTED, id="version 0"),
        pytest.param(turn(len(MAGIC)), Code.MALFORMED, id="length of the header"),
        pytest.param(turn(len(MAGIC) + 4), Code.VERSION_UNSUPPORTED, id="length of the version"),
        pytest.param(turn(len(MAGIC) + 16), Code.MALFORMED, id="length of the method"),
        pytest.param(turn_in("wrapped"), Code.INTEGRITY, id="a bit of the wrapped secret"),
        pytest.param(turn_in("envelope"), Code.INTEGRITY, id="a bit of the envelope"),
        pytest.param(turn_in("chunks"), Code.STREAM_CORRUPT, id="a bit of the ciphertext"),
        pytest.param(with_header(method="logistic-plain"), Code.INTEGRITY, id="another method"),
        pytest.param(with_header(method="rot13"), Code.VERSION_UNSUPPORTED, id="no method"),
        pytest.param(with_header(shape=(16, 4)), Code.INTEGRITY, id="another shape of the size"),
        pytest.param(with_header(shape=(8, 9)), Code.STREAM_TRUNCATED, id="a larger shape"),
        pytest.param(with_header(shape=(8, 0)), Code.MALFORMED, id="no width"),
        pytest.param(with_header(shape=(2**20, 2**20)), Code.MALFORMED, id="a huge shape"),
        pytest.param(with_header(shape=(8, 8, 2)), Code.MALFORMED, id="two channels"),
        pytest.param(with_header(wrapped=b""), Code.INTEGRITY, id="no wrapped secret"),
    ],
)
def test_a_damaged_file_is_refused(damage: Damage, code: Code) -> None:
    with pytest.raises(Failure) as refusal:
        open_picture(damage(sealed(ramp(8))), key_pair("recipient"))
    assert refusal.value.code is code
    assert refusal.value.sentence.endswith(".")


def test_another_recipient_opens_nothing() -> None:
    with pytest.raises(Failure, match="does not open this file") as refusal:
        open_picture(sealed(ramp(8)), key_pair("somebody else"))
    assert refusal.value.code is Code.INTEGRITY


def test_the_envelope_of_another_file_does_not_fit() -> None:
    here, there = cut(sealed(ramp(8))), cut(sealed(ramp(8)))
    mixed = MAGIC + lv(here.header.encode(), there.envelope) + here.chunks
    with pytest.raises(Failure) as refusal:
        open_picture(mixed, key_pair("recipient"))
    assert refusal.value.code is Code.INTEGRITY


def test_a_sender_who_seals_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    cipher: ImageCipher = find_cipher(PLAIN)
    monkeypatch.setattr(cipher, "transmitted", lambda _key, _shape: b"no sequences")
    monkeypatch.setattr(cipher, "apply", lambda picture, _transmitted: picture)
    with pytest.raises(Failure) as refusal:
        open_picture(sealed(ramp(8)), key_pair("recipient"))
    assert refusal.value.code is Code.MALFORMED


def test_the_header_is_small_and_says_what_it_holds() -> None:
    parts = cut(sealed(ramp(8)))
    assert (parts.header.method, parts.header.shape, len(parts.header.wrapped)) == (PLAIN, (8, 8), 384)
    assert parts.header.encode()[4:12] == picture_header.VERSION.to_bytes(8, "big")


def elliptic(half: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    if half == "public":
        return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("read", "pem", "said"),
    [
        pytest.param(read_public_key, lambda: b"nothing", "is no public key in PEM", id="no public key"),
        pytest.param(
            read_public_key,
            lambda: private_pem(key_pair("recipient")),
            "no public key",
            id="private for public",
        ),
        pytest.param(
            read_public_key, lambda: elliptic("public"), "is no RSA key", id="an elliptic public key"
        ),
        pytest.param(
            read_public_key,
            lambda: public_pem(key_pair("small", 2048)),
            "2,048 bits",
            id="a small public key",
        ),
        pytest.param(read_private_key, lambda: b"nothing", "is no private key in PEM", id="no private key"),
        pytest.param(
            read_private_key,
            lambda: public_pem(key_pair("recipient")),
            "no private key",
            id="public for private",
        ),
        pytest.param(
            read_private_key, lambda: elliptic("private"), "is no RSA key", id="an elliptic private key"
        ),
        pytest.param(
            read_private_key,
            lambda: private_pem(key_pair("small", 2048)),
            "2,048 bits",
            id="a small private key",
        ),
        pytest.param(
            read_private_key,
            lambda: private_pem(key_pair("recipient"), b"pass"),
            "has a passphrase",
            id="a passphrase",
        ),
    ],
)
def test_keys_that_will_not_do(
    tmp_path: Path, read: Callable[[Path], object], pem: Callable[[], bytes], said: str
) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(pem())
    with pytest.raises(Failure, match=said) as refusal:
        read(path)
    assert refusal.value.code is Code.INVALID_INPUT
