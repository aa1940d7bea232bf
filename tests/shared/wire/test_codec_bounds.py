"""Every field of every frame has its bounds, and is refused by name outside them (protocol §3)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Code, Failure
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.shared.wire.frame_samples import MESSAGES, decoder, good


def lengths(*allowed: int) -> list[bytes]:
    """Values around the bounds of a byte string that are outside them."""
    low, high = min(allowed), max(allowed)
    return [
        bytes(length) for length in {0, low - 1, high + 1, 2 * high} if length >= 0 and length not in allowed
    ]


NAMES = ["", "x" * 65, "new\nline", "tab\t", "nul\x00", "é", "bell\x07"]
HUGE = [2**63, 2**64 - 1]
OUT_OF_BOUNDS: list[tuple[str, str, list[Any]]] = [
    ("hello", "versions", [[], [1] * 17]),
    ("hello", "suites", [[], ["a"] * 17, *([bad] for bad in NAMES)]),
    ("hello", "inner_ciphers", [[], ["a"] * 17, *([bad] for bad in NAMES)]),
    ("hello", "request_id", lengths(16)),
    ("hello", "image", NAMES),
    ("hello", "client_random", lengths(32)),
    ("hello", "generation", HUGE),
    ("hello", "model_digests", [[], [bytes(32)] * 17, [bytes(31)], [bytes(32), bytes(33)]]),
    ("hello", "mark", HUGE),
    ("hello", "mlkem_encapsulation_key", lengths(1184)),
    ("hello", "x25519_public_key", lengths(32)),
    ("challenge", "suite", NAMES),
    ("challenge", "inner_cipher", NAMES),
    ("challenge", "server_random", lengths(32)),
    ("challenge", "n", [0, *HUGE]),
    ("challenge", "generation", HUGE),
    ("challenge", "finger", [10, 11, 2**32 - 1]),
    ("challenge", "key_source", NAMES),
    ("challenge", "verification", NAMES),
    ("challenge", "model_digest", lengths(32)),
    ("challenge", "verifier_digest", lengths(0, 32)),
    ("challenge", "mlkem_ciphertext", lengths(1088)),
    ("challenge", "x25519_public_key", lengths(32)),
    ("proof", "mac", lengths(32)),
    ("accept", "attempt", [0, 6, 2**32 - 1]),
    ("accept", "mac", lengths(32)),
    ("accept", "commitment", lengths(32)),
    ("accept", "sealed_manifest", [bytes(15), b"", bytes(1025)]),
    ("accept", "checkpoint", [bytes(1025)]),
    ("accept", "consistency_proof", [[bytes(32)] * 65, [bytes(31)], [b""]]),
    ("receipt", "outcome", [0, 3, -1, 2**31 - 1]),
    ("receipt", "mac", lengths(32)),
]


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [pytest.param(*row, id=f"{row[0]}.{row[1]}") for row in OUT_OF_BOUNDS],
)
def test_a_field_out_of_bounds_is_malformed_and_named(kind: str, field: str, values: list[Any]) -> None:
    for value in values:
        message = good(kind)
        message.ClearField(field)
        if isinstance(value, list):
            getattr(message, field).extend(value)
        else:
            setattr(message, field, value)
        with pytest.raises(Failure) as caught:
            decoder(kind)(message.SerializeToString())
        assert (caught.value.code, caught.value.field) == (Code.MALFORMED, field), value


def test_every_field_has_its_bounds_tested() -> None:
    """Free are only whole numbers that protobuf bounds itself, and the checkpoint, tested below."""
    tested = {(kind, field) for kind, field, _ in OUT_OF_BOUNDS}
    free = {("hello", "user"), ("hello", "checkpoint"), ("challenge", "version"), ("receipt", "chunk_count")}
    declared = {
        (kind, field.name) for kind, message in MESSAGES.items() for field in message.DESCRIPTOR.fields
    }
    assert tested | free == declared


CHECKPOINTS = [
    pytest.param({"size": 0, "root": bytes(32)}, id="a root of nothing"),
    pytest.param({"size": 0, "log_id": b"x"}, id="a log of nothing"),
    pytest.param({"size": 1, "log_id": bytes(32)}, id="no root"),
    pytest.param({"size": 1, "root": bytes(32)}, id="no log"),
    pytest.param({"size": 1, "log_id": bytes(31), "root": bytes(32)}, id="a short log"),
    pytest.param({"size": 1, "log_id": bytes(32), "root": bytes(33)}, id="a long root"),
    pytest.param({"size": 2**63, "log_id": bytes(32), "root": bytes(32)}, id="a size nobody reaches"),
]


@pytest.mark.parametrize("reference", CHECKPOINTS)
def test_a_checkpoint_reference_is_whole_or_absent(reference: dict[str, Any]) -> None:
    message = good("hello")
    message.checkpoint.CopyFrom(pb.CheckpointReference(**reference))
    with pytest.raises(Failure) as caught:
        codec.decode_hello(message.SerializeToString())
    assert (caught.value.code, caught.value.field) == (Code.MALFORMED, "checkpoint")
