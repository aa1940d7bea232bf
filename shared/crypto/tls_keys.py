"""P-256 keys of certificates: drawn from the randomness port, encoded for sealed stores and for gRPC.

Pure: what is encoded here, only a sealed store or a credential in memory may hold.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.crypto.randomness import Randomness
from shared.errors import Code, Failure

PrivateKey = ec.EllipticCurvePrivateKey
PublicKey = ec.EllipticCurvePublicKey

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SCALAR_DRAW_BYTES = 48  # 128 bits more than the order, so that the reduction's bias is below 2^-128


def make_private_key(randomness: Randomness) -> PrivateKey:
    """Draw a P-256 private key from the randomness port, so that a test can replay it (protocol §10)."""
    draw = int.from_bytes(randomness.token(_SCALAR_DRAW_BYTES), "big")
    return ec.derive_private_key(draw % (_P256_ORDER - 1) + 1, ec.SECP256R1())


def encode_private_key(key: PrivateKey) -> bytes:
    """A private key as unencrypted PKCS #8 DER, which only a sealed store may hold."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def decode_private_key(data: bytes) -> PrivateKey:
    """Read a P-256 private key from PKCS #8 DER.

    Raises:
        Failure: ``INTEGRITY`` when the bytes are none.
    """
    try:
        key = serialization.load_der_private_key(data, None)
    except ValueError:
        raise Failure(Code.INTEGRITY, "A stored private key cannot be read.") from None
    if not isinstance(key, PrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Failure(Code.INTEGRITY, "A stored private key is not of the kind RidgeKey makes.")
    return key


def key_id(key: PublicKey) -> str:
    """A short name of a public key: the first 16 hexadecimal digits of the SHA-256 of its DER."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:16]


def private_key_pem(key: PrivateKey) -> bytes:
    """A private key as PKCS #8 PEM, for gRPC's credentials in memory; never for a file."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
