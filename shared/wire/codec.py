"""The frames of one exchange as bytes (protocol §3): encode to, and decode from, the contract in ``protos``.

Decoding checks the length of every byte string and the range of every number before anything uses it, and
refuses unknown fields; it judges nothing else. Every refusal is ``MALFORMED``.
"""

from __future__ import annotations

from shared.crypto.hybrid import MLKEM_CIPHERTEXT_BYTES, MLKEM_ENCAPSULATION_KEY_BYTES, X25519_BYTES
from shared.crypto.stream import TAG_BYTES
from shared.identifiers import REQUEST_ID_BYTES, Finger
from shared.protocol.counter import MAX_MESSAGE_NUMBER
from shared.protocol.messages import (
    MAX_ATTEMPTS,
    MAX_CHUNK_BYTES,
    Accept,
    Challenge,
    CheckpointReference,
    Chunk,
    Hello,
    Outcome,
    Proof,
    Receipt,
)
from shared.wire import fields
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb

RANDOM_BYTES = 32
HASH_BYTES = 32
MAX_MODELS = 16
MAX_MANIFEST_BYTES = 1024
MAX_CHECKPOINT_BYTES = 1024
MAX_PROOF_HASHES = 64


def encode_hello(hello: Hello) -> bytes:
    """The bytes of a Hello (protocol §3.1)."""
    checkpoint = pb.CheckpointReference(
        log_id=hello.checkpoint.log_id, size=hello.checkpoint.size, root=hello.checkpoint.root
    )
    return pb.Hello(
        versions=hello.versions,
        suites=hello.suites,
        inner_ciphers=hello.inner_ciphers,
        request_id=hello.request_id,
        user=hello.user,
        image=hello.image,
        client_random=hello.client_random,
        generation=hello.generation,
        model_digests=hello.model_digests,
        mark=hello.mark,
        checkpoint=checkpoint,
        mlkem_encapsulation_key=hello.mlkem_encapsulation_key,
        x25519_public_key=hello.x25519_public_key,
    ).SerializeToString(deterministic=True)


def decode_hello(frame: bytes) -> Hello:
    """Read a Hello (protocol §3.1).

    Raises:
        Failure: ``MALFORMED``.
    """
    message = fields.parse(pb.Hello, frame)
    fields.number(len(message.versions), 1, fields.MAX_OFFERS, "versions")
    return Hello(
        versions=tuple(message.versions),
        suites=fields.offers(message.suites, "suites"),
        inner_ciphers=fields.offers(message.inner_ciphers, "inner_ciphers"),
        request_id=fields.exact(message.request_id, REQUEST_ID_BYTES, "request_id"),
        user=message.user,
        image=fields.name(message.image, "image"),
        client_random=fields.exact(message.client_random, RANDOM_BYTES, "client_random"),
        generation=fields.number(message.generation, 0, MAX_MESSAGE_NUMBER, "generation"),
        model_digests=fields.digests(message.model_digests, 1, MAX_MODELS, "model_digests"),
        mark=fields.number(message.mark, 0, MAX_MESSAGE_NUMBER, "mark"),
        checkpoint=_decode_checkpoint_reference(message.checkpoint),
        mlkem_encapsulation_key=fields.exact(
            message.mlkem_encapsulation_key, MLKEM_ENCAPSULATION_KEY_BYTES, "mlkem_encapsulation_key"
        ),
        x25519_public_key=fields.exact(message.x25519_public_key, X25519_BYTES, "x25519_public_key"),
    )


def encode_challenge(challenge: Challenge) -> bytes:
    """The bytes of a Challenge (protocol §3.4)."""
    return pb.Challenge(
        version=challenge.version,
        suite=challenge.suite,
        inner_cipher=challenge.inner_cipher,
        server_random=challenge.server_random,
        n=challenge.n,
        generation=challenge.generation,
        finger=int(challenge.finger),
        key_source=challenge.key_source,
        verification=challenge.verification,
        model_digest=challenge.model_digest,
        verifier_digest=challenge.verifier_digest,
        mlkem_ciphertext=challenge.mlkem_ciphertext,
        x25519_public_key=challenge.x25519_public_key,
    ).SerializeToString(deterministic=True)


def decode_challenge(frame: bytes) -> Challenge:
    """Read a Challenge (protocol §3.4).

    Raises:
        Failure: ``MALFORMED``.
    """
    message = fields.parse(pb.Challenge, frame)
    return Challenge(
        version=message.version,
        suite=fields.name(message.suite, "suite"),
        inner_cipher=fields.name(message.inner_cipher, "inner_cipher"),
        server_random=fields.exact(message.server_random, RANDOM_BYTES, "server_random"),
        n=fields.number(message.n, 1, MAX_MESSAGE_NUMBER, "n"),
        generation=fields.number(message.generation, 0, MAX_MESSAGE_NUMBER, "generation"),
        finger=Finger(fields.number(message.finger, min(Finger), max(Finger), "finger")),
        key_source=fields.name(message.key_source, "key_source"),
        verification=fields.name(message.verification, "verification"),
        model_digest=fields.exact(message.model_digest, HASH_BYTES, "model_digest"),
        verifier_digest=_digest_or_nothing(message.verifier_digest, "verifier_digest"),
        mlkem_ciphertext=fields.exact(message.mlkem_ciphertext, MLKEM_CIPHERTEXT_BYTES, "mlkem_ciphertext"),
        x25519_public_key=fields.exact(message.x25519_public_key, X25519_BYTES, "x25519_public_key"),
    )


def encode_proof(proof: Proof) -> bytes:
    """The bytes of a Proof (protocol §3.7)."""
    return pb.Proof(mac=proof.mac).SerializeToString(deterministic=True)


def decode_proof(frame: bytes) -> Proof:
    """Read a Proof (protocol §3.7).

    Raises:
        Failure: ``MALFORMED``.
    """
    message = fields.parse(pb.Proof, frame)
    return Proof(fields.exact(message.mac, HASH_BYTES, "mac"))


def encode_accept(accept: Accept) -> bytes:
    """The bytes of an Accept (protocol §3.11)."""
    return pb.Accept(
        attempt=accept.attempt,
        mac=accept.mac,
        commitment=accept.commitment,
        sealed_manifest=accept.sealed_manifest,
        checkpoint=accept.checkpoint,
        consistency_proof=accept.consistency_proof,
    ).SerializeToString(deterministic=True)


def decode_accept(frame: bytes) -> Accept:
    """Read an Accept (protocol §3.11).

    Raises:
        Failure: ``MALFORMED``.
    """
    message = fields.parse(pb.Accept, frame)
    return Accept(
        attempt=fields.number(message.attempt, 1, MAX_ATTEMPTS, "attempt"),
        mac=fields.exact(message.mac, HASH_BYTES, "mac"),
        commitment=fields.exact(message.commitment, HASH_BYTES, "commitment"),
        sealed_manifest=fields.bounded(
            message.sealed_manifest, TAG_BYTES, MAX_MANIFEST_BYTES, "sealed_manifest"
        ),
        checkpoint=fields.bounded(message.checkpoint, 0, MAX_CHECKPOINT_BYTES, "checkpoint"),
        consistency_proof=fields.digests(message.consistency_proof, 0, MAX_PROOF_HASHES, "consistency_proof"),
    )


def encode_receipt(receipt: Receipt) -> bytes:
    """The bytes of a Receipt (protocol §3.13)."""
    return pb.Receipt(
        outcome=pb.Outcome.Name(int(receipt.outcome)), chunk_count=receipt.chunk_count, mac=receipt.mac
    ).SerializeToString(deterministic=True)


def decode_receipt(frame: bytes) -> Receipt:
    """Read a Receipt (protocol §3.13).

    Raises:
        Failure: ``MALFORMED``.
    """
    message = fields.parse(pb.Receipt, frame)
    return Receipt(
        outcome=Outcome(fields.number(message.outcome, min(Outcome), max(Outcome), "outcome")),
        chunk_count=message.chunk_count,
        mac=fields.exact(message.mac, HASH_BYTES, "mac"),
    )


def to_chunk_message(chunk: Chunk) -> pb.Chunk:
    """A Chunk as its message (protocol §4.3); it is not hashed, so it needs no frame of its own."""
    return pb.Chunk(index=chunk.index, last=chunk.last, sealed=chunk.sealed)


def from_chunk_message(message: pb.Chunk) -> Chunk:
    """Read a Chunk (protocol §4.3) out of a message whose unknown fields were refused.

    Raises:
        Failure: ``MALFORMED``.
    """
    return Chunk(
        index=message.index,
        last=message.last,
        sealed=fields.bounded(message.sealed, TAG_BYTES, MAX_CHUNK_BYTES + TAG_BYTES, "sealed"),
    )


def _digest_or_nothing(value: bytes, field: str) -> bytes:
    return fields.exact(value, HASH_BYTES if value else 0, field)


def _decode_checkpoint_reference(message: pb.CheckpointReference) -> CheckpointReference:
    size = fields.number(message.size, 0, MAX_MESSAGE_NUMBER, "checkpoint")
    if size == 0:  # first contact (protocol §3.1): there is nothing to name
        fields.exact(message.log_id, 0, "checkpoint")
        fields.exact(message.root, 0, "checkpoint")
        return CheckpointReference()
    log_id = fields.exact(message.log_id, HASH_BYTES, "checkpoint")
    return CheckpointReference(log_id, size, fields.exact(message.root, HASH_BYTES, "checkpoint"))
