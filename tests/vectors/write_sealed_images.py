"""Writes ``sealed_images.json`` anew: ``python -m tests.vectors.write_sealed_images``.

Sealed images from the text of protocol §4.6, by ciphers used directly, and every way of being wrong with the
failure that is due. The biometric key is given; how a print becomes one has vectors of its own.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.independent_exchange import cipher, expand, hmac256, lv, sha256
from tests.vectors.frame_changes import flipped
from tests.vectors.spoilt_items import Refused, items, spoilt

FOLDER = Path(__file__).parent
MAGIC = b"RKIMAGE\n"
INTEGRITY, COMMITMENT, STREAM = "INTEGRITY", "COMMITMENT_MISMATCH", "STREAM_CORRUPT"
NO_IMAGE, VERSION = "INVALID_INPUT", "VERSION_UNSUPPORTED"
SUITES = ("aes-256-gcm", "chacha20-poly1305")

USER, GENERATION, N, FINGER = 17, 3, 42, 8
MODEL, SALT = sha256(b"a model"), sha256(b"a salt")
BIOMETRIC_KEY, SECRET = sha256(b"a print") * 32, sha256(b"an enrolment secret")
VERIFIER = sha256(b"a verifier")
IMAGE = bytes(range(256)) * 10
SMALL = IMAGE[:40]
CHUNK = 1024

NAMES = ["format", "user", "generation", "n", "finger", "model digest", "suite", "chunk size", "salt"]
BEYOND_BOUNDS = {
    "user": [0, 2**32, 2**64 - 1],
    "generation": [0],
    "n": [0, 2**63, 2**64 - 1],
    "finger": [10, 2**64 - 1],
    "chunk size": [0, 1023, 2 * 1024 * 1024 + 1, 2**64 - 1],
}
OTHER_NUMBERS = {"user": 18, "generation": 2, "n": 43, "finger": 7, "chunk size": 2048}


def key_of_the_message() -> bytes:
    """K, protocol §3.6: message 42 is the second of the fifth epoch."""
    material = lv("ridgekey/1 K", USER, GENERATION, 4, 2, FINGER, MODEL, BIOMETRIC_KEY)
    return hmac256(SECRET, material)


def fields_of(suite: str, **other: int | bytes | str) -> bytes:
    """The header's fields; ``other`` replaces some."""
    said: dict[str, int | bytes | str] = dict(
        zip(NAMES, (1, USER, GENERATION, N, FINGER, MODEL, suite, CHUNK, SALT), strict=True)
    )
    return lv(*(said | other).values())


def content_of(data: bytes = IMAGE, mode: str = "embedding", verifier: bytes = VERIFIER) -> bytes:
    """What is sealed."""
    return lv("ridgekey/1 sealed image", "xray-7", "image/png", mode, verifier, data)


def sealed(suite: str, fields: bytes, content: bytes, chunk: int = CHUNK) -> tuple[bytes, list[bytes]]:
    """The header and the chunks of a sealed image (protocol §4.6)."""
    root = hmac256(SALT, key_of_the_message())
    digest = sha256(MAGIC + lv(fields))
    key = expand(root, lv("ridgekey/1 sealed image key", digest), 32)
    prefix = expand(root, lv("ridgekey/1 sealed image nonce prefix", digest), 7)
    commitment = expand(root, lv("ridgekey/1 sealed image commitment", digest), 32)
    pieces = [content[start : start + chunk] for start in range(0, len(content), chunk)]
    chunks = []
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        nonce = prefix + struct.pack(">I?", index, last)
        chunks.append(cipher(suite, key).encrypt(nonce, piece, lv(digest, index, int(last))))
    return MAGIC + lv(fields, commitment), chunks


def whole(suite: str, **other: int | bytes | str) -> bytes:
    """A sealed image as it must be, or with other fields that everything in it was made for."""
    header, chunks = sealed(suite, fields_of(suite, **other), content_of(SMALL))
    return header + b"".join(chunks)


def refused() -> Iterator[Refused]:
    """Every way of being wrong."""
    yield from _headers()
    yield from _bodies()
    yield from _contents()


def _headers() -> Iterator[Refused]:
    suite = SUITES[0]
    good = fields_of(suite)
    header, chunks = sealed(suite, good, content_of(SMALL))
    body, commitment = b"".join(chunks), items(header[len(MAGIC) :])[1]
    for name, other, _ in spoilt(good, NAMES, INTEGRITY):
        yield f"fields, {name}", MAGIC + lv(other, commitment) + body, _failure_of_fields(name)
    for field, numbers in BEYOND_BOUNDS.items():
        for number in numbers:
            yield f"made for {field} {number}", whole(suite, **{field: number}), INTEGRITY
    for field, number in OTHER_NUMBERS.items():
        other = fields_of(suite, **{field: number})
        yield f"{field} {number} instead", MAGIC + lv(other, commitment) + body, COMMITMENT
    yield "made for the next format", whole(suite, format=2), VERSION
    yield "made for no suite", MAGIC + lv(fields_of("aes-128-gcm"), commitment) + body, INTEGRITY
    yield "the other suite", MAGIC + lv(fields_of(SUITES[1]), commitment) + body, COMMITMENT
    yield "another salt", MAGIC + lv(fields_of(suite, salt=bytes(32)), commitment) + body, COMMITMENT
    for position in (0, -1):
        yield (
            f"a bit of the commitment: {position}",
            MAGIC + lv(good, flipped(commitment, position)) + body,
            COMMITMENT,
        )
    yield "a commitment of 31 bytes", MAGIC + lv(good, commitment[1:]) + body, INTEGRITY
    yield "a commitment of 33 bytes", MAGIC + lv(good, commitment + b"\0") + body, INTEGRITY
    yield "fields of 2^32 - 1 bytes", MAGIC + b"\xff" * 4 + header[len(MAGIC) + 4 :] + body, INTEGRITY
    yield "fields of 257 bytes", MAGIC + lv(good + bytes(257 - len(good)), commitment) + body, INTEGRITY
    yield "nothing at all", b"", NO_IMAGE
    yield "a bit of the magic", flipped(header, 0) + body, NO_IMAGE
    yield "a stored file of a head office", b"RKSEALED1\n" + header + body, NO_IMAGE
    for cut in (len(MAGIC), len(MAGIC) + 3, len(MAGIC) + 4, len(header) - 33, len(header) - 1):
        yield f"cut to {cut} bytes", header[:cut], INTEGRITY


def _failure_of_fields(name: str) -> str:
    """What is noticed first: another format, fields that cannot be, or fields that this key did not seal."""
    if name.startswith(("format: ", "format and user")):
        return VERSION
    field, _, change = name.partition(": ")
    impossible = {("finger", "a bit of it"), ("finger", "its last bit"), ("chunk size", "a bit of it")}
    is_another = change in ("a bit of it", "its last bit") and field != "suite"
    return COMMITMENT if is_another and (field, change) not in impossible else INTEGRITY


def _bodies() -> Iterator[Refused]:
    for suite in SUITES:
        header, (a, b, c) = sealed(suite, fields_of(suite), content_of())
        cases = {
            "no chunk": [],
            "a chunk alone": [a],
            "the last chunk missing": [a, b],
            "the first chunk missing": [b, c],
            "the middle chunk missing": [a, c],
            "two chunks swapped": [b, a, c],
            "a chunk twice": [a, a, b, c],
            "the last chunk twice": [a, b, c, c],
            "a bit of the first chunk": [flipped(a, 0), b, c],
            "a bit of the last tag": [a, b, flipped(c, -1)],
            "cut by one byte": [a, b, c[:-1]],
            "cut within the first tag": [a[:8]],
            "a byte behind it": [a, b, c, b"\0"],
        }
        for name, chunks in cases.items():
            yield f"{suite}: {name}", header + b"".join(chunks), STREAM
    suite = SUITES[0]
    exact = content_of()[: 2 * CHUNK]
    header, (a, b) = sealed(suite, fields_of(suite), exact)
    yield "a full last piece of what is no image", header + a + b, INTEGRITY


def _contents() -> Iterator[Refused]:
    """Sealed as it must be, by someone with the key, and no image."""
    suite, good = SUITES[0], items(content_of(SMALL))
    label, image, media_type, mode, verifier, data = good
    cases = {
        "another label": [b"ridgekey/1 image", *good[1:]],
        "an item less": good[:-1],
        "an item more": [*good, b""],
        "a path for its image": [label, b"../xray-7", *good[2:]],
        "no image's ID": [label, b"", *good[2:]],
        "an image's ID that is no text": [label, b"\xff", *good[2:]],
        "a media type that is no text": [label, image, b"\xff", mode, verifier, data],
        "an unknown verification": [label, image, media_type, b"iris", verifier, data],
        "a verification without its verifier": [label, image, media_type, mode, b"", data],
        "a verifier without its verification": [label, image, media_type, b"none", verifier, data],
        "a verifier of 31 bytes": [label, image, media_type, mode, verifier[1:], data],
    }
    for name, parts in cases.items():
        header, chunks = sealed(suite, fields_of(suite), lv(*parts))
        yield f"sealed with {name}", header + b"".join(chunks), INTEGRITY


def vectors() -> dict[str, Any]:
    """What opens, and what is refused."""
    opened = [
        (f"{suite}: {mode}", suite, mode, verifier)
        for suite in SUITES
        for mode, verifier in (("none", b""), ("embedding", VERIFIER))
    ]
    return {
        "biometric_key": BIOMETRIC_KEY.hex(),
        "enrolment_secret": SECRET.hex(),
        "k": key_of_the_message().hex(),
        "message": {
            "user": USER,
            "generation": GENERATION,
            "n": N,
            "finger": FINGER,
            "model_digest": MODEL.hex(),
        },
        "opened": [_opened(*each) for each in opened],
        "refused": [{"name": name, "bytes": data.hex(), "failure": code} for name, data, code in refused()],
    }


def _opened(name: str, suite: str, mode: str, verifier: bytes) -> dict[str, str]:
    header, chunks = sealed(suite, fields_of(suite), content_of(IMAGE, mode, verifier))
    said = {"image": "xray-7", "media_type": "image/png", "mode": mode, "verifier_digest": verifier.hex()}
    return {
        "name": name,
        "suite": suite,
        **said,
        "data": IMAGE.hex(),
        "bytes": (header + b"".join(chunks)).hex(),
    }


def main() -> None:
    """Write the file."""
    text = json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "sealed_images.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
