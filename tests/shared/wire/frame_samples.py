"""Frames to try the codec with: strategies for any good one, and one good one of each kind to be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.messages import Accept, Challenge, CheckpointReference, Hello, Outcome, Proof, Receipt
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb

digest = st.binary(min_size=32, max_size=32)
name = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64)
numbers = st.integers(0, 2**63 - 1)
checkpoints = st.one_of(
    st.just(CheckpointReference()),
    st.builds(CheckpointReference, log_id=digest, size=st.integers(1, 2**63 - 1), root=digest),
)


def tuples(of: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


FRAMES: dict[str, st.SearchStrategy[Any]] = {
    "hello": st.builds(
        Hello,
        versions=tuples(st.integers(0, 2**32 - 1), 1, 16),
        suites=tuples(name, 1, 16),
        inner_ciphers=tuples(name, 1, 16),
        request_id=st.binary(min_size=16, max_size=16),
        user=st.integers(0, 2**32 - 1),
        image=name,
        client_random=digest,
        generation=numbers,
        model_digests=tuples(digest, 1, 16),
        mark=numbers,
        checkpoint=checkpoints,
        mlkem_encapsulation_key=st.binary(min_size=1184, max_size=1184),
        x25519_public_key=digest,
    ),
    "challenge": st.builds(
        Challenge,
        version=st.integers(0, 2**32 - 1),
        suite=name,
        inner_cipher=name,
        server_random=digest,
        n=st.integers(1, 2**63 - 1),
        generation=numbers,
        finger=st.sampled_from(Finger),
        key_source=name,
        verification=name,
        model_digest=digest,
        verifier_digest=digest | st.just(b""),
        mlkem_ciphertext=st.binary(min_size=1088, max_size=1088),
        x25519_public_key=digest,
    ),
    "proof": st.builds(Proof, mac=digest),
    "accept": st.builds(
        Accept,
        attempt=st.integers(1, 5),
        mac=digest,
        commitment=digest,
        sealed_manifest=st.binary(min_size=16, max_size=1024),
        checkpoint=st.binary(max_size=1024),
        consistency_proof=tuples(digest, 0, 64),
    ),
    "receipt": st.builds(
        Receipt, outcome=st.sampled_from(Outcome), chunk_count=st.integers(0, 2**32 - 1), mac=digest
    ),
}
MESSAGES: dict[str, Any] = {
    "hello": pb.Hello,
    "challenge": pb.Challenge,
    "proof": pb.Proof,
    "accept": pb.Accept,
    "receipt": pb.Receipt,
}


def encoder(kind: str) -> Callable[[Any], bytes]:
    return getattr(codec, f"encode_{kind}")  # type: ignore[no-any-return]


def decoder(kind: str) -> Callable[[bytes], Any]:
    return getattr(codec, f"decode_{kind}")  # type: ignore[no-any-return]


def verdict(kind: str, data: bytes) -> Code | None:
    """The code with which bytes are refused as a frame of a kind."""
    try:
        decoder(kind)(data)
    except Failure as failure:
        return failure.code
    return None


def good(kind: str) -> Any:
    """One frame of a kind, at the middle of every bound, as a message to be changed."""
    both = {"x25519_public_key": bytes(32), "suite": "aes-256-gcm", "inner_cipher": "none"}
    contents: dict[str, dict[str, Any]] = {
        "hello": {
            "versions": [1],
            "suites": ["aes-256-gcm"],
            "inner_ciphers": ["none"],
            "request_id": bytes(16),
            "user": 17,
            "image": "xray-7",
            "client_random": bytes(32),
            "generation": 1,
            "model_digests": [bytes(32)],
            "mark": 5,
            "mlkem_encapsulation_key": bytes(1184),
            "x25519_public_key": bytes(32),
        },
        "challenge": {
            **both,
            "version": 1,
            "server_random": bytes(32),
            "n": 6,
            "generation": 1,
            "finger": 5,
            "key_source": "enrolled-pso",
            "verification": "none",
            "model_digest": bytes(32),
            "verifier_digest": bytes(32),
            "mlkem_ciphertext": bytes(1088),
        },
        "proof": {"mac": bytes(32)},
        "accept": {"attempt": 1, "mac": bytes(32), "commitment": bytes(32), "sealed_manifest": bytes(100)},
        "receipt": {"outcome": 1, "chunk_count": 3, "mac": bytes(32)},
    }
    return MESSAGES[kind](**contents[kind])
