"""HKDF-SHA-256 and HMAC-SHA-256 over secrets (RFC 5869, RFC 2104): the protocol's Extract, Expand and MAC."""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from shared.crypto.secret import Secret

HASH_BYTES = 32
KEY_BYTES = 32


def extract(salt: bytes | Secret, material: bytes | Secret) -> Secret:
    """HKDF-Extract (RFC 5869 §2.2).

    Args:
        salt: a public value or a secret.
        material: the input key material, encoded by ``lv`` when it has parts.

    Returns:
        A pseudo-random key of 32 bytes.
    """
    exported = salt.export_bytes() if isinstance(salt, Secret) else salt
    ikm = material.export_view() if isinstance(material, Secret) else material
    return Secret(HKDF.extract(SHA256(), exported, ikm))


def expand(key: Secret, info: bytes, length: int = KEY_BYTES) -> Secret:
    """HKDF-Expand (RFC 5869 §2.3).

    Args:
        key: a pseudo-random key of 32 bytes.
        info: ``lv`` of a label and everything that the result must depend on.
        length: length of the result in bytes.

    Raises:
        ValueError: the key does not have 32 bytes.
    """
    if len(key) != HASH_BYTES:
        raise ValueError("Expand takes a key of exactly 32 bytes")
    derivation = HKDFExpand(SHA256(), length, info)
    return Secret.filled_by(length, lambda buffer: derivation.derive_into(key.export_view(), buffer))


def mac(key: Secret, message: bytes) -> bytes:
    """HMAC-SHA-256 of ``message``, 32 bytes."""
    return hmac.digest(key.export_bytes(), message, "sha256")
