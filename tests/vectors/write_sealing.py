"""Writes the vectors of sealing and key agreement anew: ``python -m tests.vectors.write_sealing``.

Ciphertexts come from the ciphers of ``cryptography`` used directly, nonces and associated data from the
protocol's text, so that the product is checked against something that is not the product. ``hybrid.json``
holds ML-KEM ciphertexts, which no seed gives again; the other files come out the same every time.
"""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.independent_exchange import cipher, expand, lv, sha256

FOLDER = Path(__file__).parent
Chunk = dict[str, Any]

KEY, PREFIX, BINDING = bytes(range(32)), bytes(range(100, 107)), sha256(b"a transcript")
PIECES = [b"first ", b"second", b"third"]


def sealed_chunks(suite: str, pieces: list[bytes], key: bytes = KEY, binding: bytes = BINDING) -> list[Chunk]:
    """The chunks of a stream, from the text of protocol §4.3."""
    chunks = []
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        nonce = PREFIX + struct.pack(">I?", index, last)
        sealed = cipher(suite, key).encrypt(nonce, piece, lv(binding, index, int(last)))
        chunks.append({"index": index, "last": last, "sealed": sealed.hex()})
    return chunks


def flipped(chunk: Chunk, position: int) -> Chunk:
    """The chunk with one bit of one byte turned."""
    sealed = bytearray.fromhex(chunk["sealed"])
    sealed[position] ^= 1
    return {**chunk, "sealed": sealed.hex()}


def stream_vectors() -> list[dict[str, Any]]:
    """Streams as they must be, and every way of being wrong with the chunk at which it shows."""
    vectors = []
    for suite, other in (("aes-256-gcm", "chacha20-poly1305"), ("chacha20-poly1305", "aes-256-gcm")):
        a, b, c = sealed_chunks(suite, PIECES)
        elsewhere = sealed_chunks(suite, PIECES, binding=sha256(b"another transcript"))
        foreign = sealed_chunks(suite, PIECES, key=bytes(32))
        ended = sealed_chunks(suite, PIECES[:2])
        cases: list[tuple[str, list[Chunk], int | None, str | None]] = [
            ("three pieces", [a, b, c], None, None),
            ("an empty image", sealed_chunks(suite, [b""]), None, None),
            ("one piece", sealed_chunks(suite, [b"only"]), None, None),
            ("nothing at all", [], 0, "STREAM_TRUNCATED"),
            ("the last chunk missing", [a, b], 2, "STREAM_TRUNCATED"),
            ("only the first chunk", [a], 1, "STREAM_TRUNCATED"),
            ("the first chunk missing", [b, c], 0, "STREAM_CORRUPT"),
            ("the middle chunk missing", [a, c], 1, "STREAM_CORRUPT"),
            ("two chunks swapped", [b, a, c], 0, "STREAM_CORRUPT"),
            ("a chunk twice", [a, a, b, c], 1, "STREAM_CORRUPT"),
            ("the last chunk twice", [a, b, c, c], 3, "STREAM_CORRUPT"),
            ("a chunk after the end", [a, b, c, {**a, "index": 3}], 3, "STREAM_CORRUPT"),
            ("swapped and renumbered", [{**b, "index": 0}, {**a, "index": 1}, c], 0, "STREAM_CORRUPT"),
            ("cut, and the end claimed", [a, {**b, "last": True}], 1, "STREAM_CORRUPT"),
            ("the end denied", [a, b, {**c, "last": False}], 2, "STREAM_CORRUPT"),
            ("a bit of the ciphertext", [a, flipped(b, 0), c], 1, "STREAM_CORRUPT"),
            ("a bit of the tag", [a, b, flipped(c, -1)], 2, "STREAM_CORRUPT"),
            ("a tag cut short", [{**a, "sealed": a["sealed"][:-2]}, b, c], 0, "STREAM_CORRUPT"),
            ("a byte appended", [{**a, "sealed": a["sealed"] + "00"}, b, c], 0, "STREAM_CORRUPT"),
            ("no sealed bytes", [{**a, "sealed": ""}, b, c], 0, "STREAM_CORRUPT"),
            ("a chunk of another transcript", [a, elsewhere[1], c], 1, "STREAM_CORRUPT"),
            ("a chunk under another key", [a, foreign[1], c], 1, "STREAM_CORRUPT"),
            ("the end of a shorter stream", [a, ended[1]], None, None),
            ("an index of 2^32 - 1", [{**a, "index": 2**32 - 1}], 0, "STREAM_CORRUPT"),
        ]
        for name, chunks, at, failure in cases:
            opened = [piece.hex() for piece in _opened(name)][: len(chunks) if at is None else at]
            vectors.append(_stream_vector(f"{suite}: {name}", suite, chunks, opened, at, failure))
        vectors.append(
            _stream_vector(f"{suite}: under the other suite", other, [a, b, c], [], 0, "STREAM_CORRUPT")
        )
    return vectors


def _opened(name: str) -> list[bytes]:
    return {"an empty image": [b""], "one piece": [b"only"]}.get(name, PIECES)


def _stream_vector(
    name: str, suite: str, chunks: list[Chunk], opened: list[str], at: int | None, failure: str | None
) -> dict[str, Any]:
    material = {"key": KEY.hex(), "prefix": PREFIX.hex(), "binding": BINDING.hex()}
    outcome = {"opened": opened, "failure": failure, "at": at}
    return {"name": name, "suite": suite, **material, "chunks": chunks, **outcome}


def sealed_file_vector() -> dict[str, str]:
    """A file of the first releases, from protocol §4.7 and the layout that ``sealed_file`` documents."""

    def token(number: int, length: int) -> bytes:
        return hashlib.shake_256(lv("ridgekey/test randomness", "sealed file", number)).digest(length)

    master, kind, name, data = bytes(range(32)), "image", "xray-7", b"an image's bytes"
    data_key, nonce = token(0, 32), token(1, 12)
    wrapping_key = expand(master, lv("ridgekey/1 store", kind, name), 32)
    magic, suite, chunk = b"RKSEALED1\n", "aes-256-gcm", 524288
    wrapped = AESGCM(wrapping_key).encrypt(nonce, data_key, lv(magic, suite, chunk))
    header = magic + lv(suite, chunk, nonce, wrapped)
    body = AESGCM(data_key).encrypt(bytes(11) + b"\x01", data, lv(sha256(header), 0, 1))
    described = {"seed": "sealed file", "master": master.hex(), "kind": kind, "name": name}
    return {**described, "data": data.hex(), "sealed": (header + body).hex()}


def sealed_object_vector() -> dict[str, str]:
    """One stored object and its data key, from protocol §4.7 and the layouts that both modules document."""

    def token(number: int, length: int) -> bytes:
        return hashlib.shake_256(lv("ridgekey/test randomness", "sealed object", number)).digest(length)

    master, kind, name, data = bytes(range(32)), "image", "xray-7", b"an image's bytes"
    object_id, data_key, nonce = token(0, 16), token(1, 32), token(2, 12)
    check = expand(master, lv("ridgekey/1 key check"), 8)
    wrapping_key = expand(master, lv("ridgekey/1 data key", kind, name, object_id), 32)
    magic, suite, chunk = b"RKDATAKEY1\n", "aes-256-gcm", 524288
    wrapped = AESGCM(wrapping_key).encrypt(nonce, data_key, lv(magic, suite, check))
    header = b"RKSEALED2\n" + lv(suite, chunk, object_id)
    body = AESGCM(data_key).encrypt(bytes(11) + b"\x01", data, lv(sha256(header), 0, 1))
    described = {"seed": "sealed object", "master": master.hex(), "kind": kind, "name": name}
    key = magic + lv(suite, check, nonce, wrapped)
    sealed = {"object_id": object_id.hex(), "object": (header + body).hex(), "key": key.hex()}
    return {**described, "data": data.hex(), "check": check.hex(), **sealed}


def hybrid_vectors() -> dict[str, Any]:
    """Recorded agreements, and the X25519 points of low order (RFC 7748 §6.1, the curve's small subgroup)."""
    agreed = []
    for number in range(2):
        seed, scalar = sha256(b"a%d" % number) + sha256(b"b%d" % number), sha256(b"c%d" % number)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(seed)
        x25519, theirs = (X25519PrivateKey.from_private_bytes(key) for key in (scalar, sha256(scalar)))
        secret, ciphertext = mlkem.public_key().encapsulate()
        vector = {
            "mlkem_seed": seed,
            "x25519_private": scalar,
            "mlkem_encapsulation_key": mlkem.public_key().public_bytes_raw(),
            "x25519_public_key": x25519.public_key().public_bytes_raw(),
            "mlkem_ciphertext": ciphertext,
            "their_x25519_public_key": theirs.public_key().public_bytes_raw(),
            "mlkem_secret": secret,
            "x25519_secret": x25519.exchange(theirs.public_key()),
        }
        agreed.append(
            {"name": f"agreement {number}", **{name: value.hex() for name, value in vector.items()}}
        )
    prime = 2**255 - 19
    eight = 325606250916557431795983626356110631294008115727848805560023387167927233504
    points = (0, 1, eight, prime - 1, prime, prime + 1)
    return {"agree": agreed, "x25519_low_order": [point.to_bytes(32, "little").hex() for point in points]}


def write(name: str, vectors: Any) -> None:
    """Write one file of vectors."""
    (FOLDER / name).write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Write all of them."""
    write("stream.json", stream_vectors())
    write("sealed_file.json", sealed_file_vector())
    write("sealed_object.json", sealed_object_vector())
    write("hybrid.json", hybrid_vectors())


if __name__ == "__main__":
    main()
