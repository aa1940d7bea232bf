"""Ed25519 signatures (RFC 8032) of the head office: on enrolment packages and on audit checkpoints."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret

SIGNING_KEY_BYTES = 32
SIGNATURE_BYTES = 64


def make_signing_key(randomness: Randomness) -> Secret:
    """Draw an Ed25519 private key (32 bytes), for packages or the audit log."""
    return Secret(randomness.token(SIGNING_KEY_BYTES))


def signing_public_key(private: Secret) -> bytes:
    """The Ed25519 public key (32 bytes) of a private one."""
    return Ed25519PrivateKey.from_private_bytes(private.export_bytes()).public_key().public_bytes_raw()


def sign(private: Secret, message: bytes) -> bytes:
    """The signature (64 bytes) of a message."""
    return Ed25519PrivateKey.from_private_bytes(private.export_bytes()).sign(message)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature is that of the message under a public key; anything malformed is not."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
