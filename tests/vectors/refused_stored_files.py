"""Sealed files and enrolments as they must not be (protocol §4.7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.independent_exchange import expand, lv, sha256
from tests.vectors.frame_changes import flipped
from tests.vectors.spoilt_items import Refused, items, spoilt

FOLDER = Path(__file__).parent
INTEGRITY, MALFORMED = "INTEGRITY", "MALFORMED"


def sealed_files() -> Iterator[Refused]:
    """Of the sealed file of ``sealed_file.json``, opened as the kind and the name it was sealed as."""
    vector = json.loads((FOLDER / "sealed_file.json").read_text("utf-8"))
    whole, magic = bytes.fromhex(vector["sealed"]), b"RKSEALED1\n"
    header_size = len(magic) + len(lv("aes-256-gcm", 0, bytes(12), bytes(48)))
    header, body = whole[:header_size], whole[header_size:]
    suite, chunk, nonce, wrapped = items(header[len(magic) :])
    names = ["suite", "chunk size", "nonce", "wrapped key"]
    for name, other, failure in spoilt(header[len(magic) :], names, INTEGRITY):
        yield f"header, {name}", magic + other + body, failure
    yield "magic: its last bit", flipped(magic, -1) + whole[len(magic) :], INTEGRITY
    yield "no magic", whole[len(magic) :], INTEGRITY
    yield "the next format", b"RKSEALED2\n" + whole[len(magic) :], INTEGRITY
    for cut in (
        0,
        1,
        len(magic),
        header_size - 1,
        header_size,
        header_size + 15,
        header_size + 16,
        len(whole) - 1,
    ):
        yield f"cut to {cut} bytes", whole[:cut], INTEGRITY
    yield "a byte behind it", whole + b"\0", INTEGRITY
    yield "its body twice", whole + body, INTEGRITY
    yield "a bit of the body", header + flipped(body, 0), INTEGRITY
    yield "a bit of the tag", header + flipped(body, -1), INTEGRITY
    for what, said in _wrapped_otherwise(vector, items(header[len(magic) :])):
        yield f"its key wrapped {what}", magic + said + body, INTEGRITY
    assert (suite, int.from_bytes(chunk, "big"), len(nonce), len(wrapped)) == (b"aes-256-gcm", 2**19, 12, 48)


def _wrapped_otherwise(vector: dict[str, str], parts: list[bytes]) -> Iterator[tuple[str, bytes]]:
    suite, chunk, nonce, wrapped = parts
    master, magic = bytes.fromhex(vector["master"]), b"RKSEALED1\n"

    def wrapping(kind: str, name: str, key: bytes = master) -> AESGCM:
        return AESGCM(expand(key, lv("ridgekey/1 store", kind, name), 32))

    kind, name, binding = vector["kind"], vector["name"], lv(magic, suite, chunk)
    data_key = wrapping(kind, name).decrypt(nonce, wrapped, binding)
    otherwise = {
        "for another name": wrapping(kind, "xray-8").encrypt(nonce, data_key, binding),
        "for another kind": wrapping("enrolment", name).encrypt(nonce, data_key, binding),
        "under another master key": wrapping(kind, name, bytes(32)).encrypt(nonce, data_key, binding),
        "for another chunk size": wrapping(kind, name).encrypt(nonce, data_key, lv(magic, suite, 1024)),
        "bound to nothing": wrapping(kind, name).encrypt(nonce, data_key, b""),
    }
    for what, other in otherwise.items():
        yield what, lv(suite, chunk, nonce, other)
    chacha = wrapping(kind, name).encrypt(nonce, data_key, lv(magic, "chacha20-poly1305", chunk))
    yield "for the other suite", lv("chacha20-poly1305", chunk, nonce, chacha)


def enrolments() -> Iterator[Refused]:
    """Of an enrolment's canonical bytes, as a package or a sealed file holds them."""

    def print_of(finger: int, height: int = 2, width: int = 3, size: int = 6) -> bytes:
        return lv(finger, height, width, bytes(size))

    model, secret = sha256(b"model"), sha256(b"secret")

    def made(
        prints: list[bytes],
        count: int | bytes,
        user: int | bytes = 17,
        generation: int = 1,
        model: bytes = model,
        secret: bytes = secret,
        label: str = "ridgekey/1 enrolment",
    ) -> bytes:
        return lv(label, user, generation, model, secret, count, b"".join(prints))

    one, two = print_of(3), print_of(9)
    good = made([one, two], 2)
    yield from ((n, d, f) for n, d, f in spoilt(good, ENROLMENT_ITEMS, MALFORMED) if n not in HARMLESS)
    others = {
        "no print": made([], 0),
        "fewer prints than it says": made([one], 2),
        "more prints than it says": made([one, two], 1),
        "a count of 2^64 - 1": made([one, two], 2**64 - 1),
        "a count of four bytes": made([one, two], b"\0\0\0\2"),
        "prints out of order": made([two, one], 2),
        "a finger twice": made([one, one], 2),
        "finger 10": made([print_of(10)], 1),
        "eleven prints": made([print_of(i) for i in range(11)], 11),
        "a print with a byte too few": made([print_of(3, size=5)], 1),
        "a print with a byte too many": made([print_of(3, size=7)], 1),
        "a print of no height": made([print_of(3, height=0, size=0)], 1),
        "a print of no size": made([print_of(3, 0, 0, 0)], 1),
        "a print of 2^64 - 1 columns": made([print_of(3, width=2**64 - 1)], 1),
        "a print of -1 rows": made([print_of(3, height=2**64 - 1)], 1),
        "user 0": made([one], 1, user=0),
        "generation 0": made([one], 1, generation=0),
        "a secret of 16 bytes": made([one], 1, secret=secret[:16]),
        "a model digest of 20 bytes": made([one], 1, model=model[:20]),
        "another label": made([one], 1, label="ridgekey/1 package"),
    }
    yield from ((name, data, MALFORMED) for name, data in others.items())


ENROLMENT_ITEMS = ["label", "user", "generation", "model digest", "secret", "count", "prints"]
HARMLESS = {
    f"{name}: {which}"  # another number, digest, secret or pixel is another good enrolment: seals protect it
    for name in ("user", "generation", "model digest", "secret", "prints")
    for which in ("a bit of it", "its last bit")
}
