"""Hellos that a head office must refuse, and how (protocol §3.1, §3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.raw_message import field, replaced, varint, without
from tests.vectors.frame_changes import (
    HEAD_OFFICE,
    BytesField,
    Change,
    NameField,
    NumberField,
    Refusal,
    changes,
    cut_changes,
    flipped,
    held,
)
from tests.vectors.recorded_frames import ANOTHER_KEY, DIGEST, HELLO, LOW_ORDER, PLAIN, UNPROVED, recorded


def hellos() -> Iterator[Change]:
    """Of the branch's Hello; which of its values a head office admits is ``refused_hellos.json``'s."""
    frame = recorded(PLAIN, "hello")
    malformed = HELLO.malformed
    fields = (
        BytesField(4, "request_id", UNPROVED),
        NumberField(5, "user", ((18, UNPROVED), (0, Refusal(HEAD_OFFICE, "ID_OUT_OF_RANGE", "user")))),
        NameField(6, "image", "xray-8", UNPROVED),
        BytesField(7, "client_random", UNPROVED),
        NumberField(8, "generation", ((4, UNPROVED), (2**63, malformed("generation")))),
        NumberField(10, "mark", ((40, UNPROVED), (0, UNPROVED), (2**63, malformed("mark")))),
        BytesField(13, "x25519_public_key", UNPROVED),
    )
    yield from changes(frame, HELLO, fields)
    required = {1: "versions", 2: "suites", 3: "inner_ciphers", 4: "request_id", 6: "image"}
    required |= {7: "client_random", 9: "model_digests", 12: "mlkem_encapsulation_key"}
    yield from cut_changes(frame, HELLO, {**required, 13: "x25519_public_key"})
    yield from _offers(frame)
    yield from _hello_keys(frame)
    yield from _checkpoint_references(frame)


def _offers(frame: bytes) -> Iterator[Change]:
    malformed = HELLO.malformed
    unknown = {"versions": "VERSION_UNSUPPORTED", "suites": "SUITE_UNSUPPORTED"}
    yield "versions, none", without(frame, 1), malformed("versions")
    yield "versions, 17 of them", replaced(frame, 1, b"\1" * 17), malformed("versions")
    for name, packed in (("lower", b"\0"), ("higher", b"\2"), ("of 32 bits", varint(2**32 - 1))):
        refusal = Refusal(HEAD_OFFICE, unknown["versions"], "versions")
        yield f"versions, only one that is {name}", replaced(frame, 1, packed), refusal
    yield "versions, one added", replaced(frame, 1, b"\1\2"), UNPROVED
    yield "versions, not packed", replaced(frame, 1, 1), UNPROVED
    aes, chacha = "aes-256-gcm", "chacha20-poly1305"
    for number, field_name in ((2, "suites"), (3, "inner_ciphers")):
        bad = malformed(field_name)
        yield f"{field_name}, none", without(frame, number), bad
        yield f"{field_name}, 17 of them", replaced(frame, number, *["none"] * 17), bad
        yield f"{field_name}, an empty one", replaced(frame, number, ""), bad
        yield f"{field_name}, one of 65 characters", replaced(frame, number, "x" * 65), bad
        yield f"{field_name}, one with a line break", replaced(frame, number, "none\n"), bad
        refusal = Refusal(HEAD_OFFICE, unknown["suites"], field_name)
        yield f"{field_name}, only an unknown one", replaced(frame, number, "rot13"), refusal
        yield f"{field_name}, only one in capitals", replaced(frame, number, "AES-256-GCM"), refusal
    yield "suites, the better one stripped", replaced(frame, 2, chacha), UNPROVED
    yield "suites, the other one stripped", replaced(frame, 2, aes), UNPROVED
    yield "suites, in the other order", replaced(frame, 2, chacha, aes), UNPROVED
    yield "inner_ciphers, one stripped", replaced(frame, 3, "chen"), UNPROVED
    yield "inner_ciphers, in the other order", replaced(frame, 3, "chen", "none"), UNPROVED


def _hello_keys(frame: bytes) -> Iterator[Change]:
    digests, key = HELLO.malformed("model_digests"), HELLO.malformed("mlkem_encapsulation_key")
    held_model, held_key = held(frame, 9), held(frame, 12)
    assert isinstance(held_model, bytes)
    assert isinstance(held_key, bytes)
    yield "model_digests, none", without(frame, 9), digests
    yield "model_digests, 17 of them", replaced(frame, 9, *[held_model] * 17), digests
    yield "model_digests, one of 31 bytes", replaced(frame, 9, held_model[:-1]), digests
    yield "model_digests, a second of 33 bytes", replaced(frame, 9, held_model, bytes(33)), digests
    yield "model_digests, one added", replaced(frame, 9, held_model, DIGEST), UNPROVED
    yield "model_digests, the one twice", replaced(frame, 9, held_model, held_model), UNPROVED
    yield "no mlkem_encapsulation_key", without(frame, 12), key
    yield "mlkem_encapsulation_key one byte short", replaced(frame, 12, held_key[:-1]), key
    yield "mlkem_encapsulation_key one byte long", replaced(frame, 12, held_key + b"\0"), key
    yield "mlkem_encapsulation_key, coefficients above q", replaced(frame, 12, b"\xff" * 1184), key
    yield "mlkem_encapsulation_key, the seed's last bit", replaced(frame, 12, flipped(held_key, -1)), UNPROVED
    yield "mlkem_encapsulation_key of another exchange", replaced(frame, 12, ANOTHER_KEY), UNPROVED
    for index, point in enumerate(LOW_ORDER):
        low = HELLO.malformed("x25519_public_key")
        yield f"x25519_public_key of low order {index}", replaced(frame, 13, bytes.fromhex(point)), low


def _checkpoint_references(frame: bytes) -> Iterator[Change]:
    log, size, root = field(1, DIGEST), field(2, 7), field(3, DIGEST)
    refused = {
        "a log and no size": log,
        "a root and no size": root,
        "a size and no log": size + root,
        "a size and no root": log + size,
        "a log of 31 bytes": field(1, DIGEST[1:]) + size + root,
        "a root of 33 bytes": log + size + field(3, DIGEST + b"\0"),
        "a size of 2^63": log + field(2, 2**63) + root,
    }
    for name, reference in refused.items():
        yield f"checkpoint, {name}", replaced(frame, 11, reference), HELLO.malformed("checkpoint")
    yield "checkpoint, an unknown field in it", replaced(frame, 11, field(9, 1)), HELLO.malformed()
    yield "checkpoint, one put in", replaced(frame, 11, log + size + root), UNPROVED
    yield "checkpoint, left out where it was empty", without(frame, 11), UNPROVED
