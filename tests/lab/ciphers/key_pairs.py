"""RSA key pairs for the tests, each made once for a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


@cache
def key_pair(name: str, bits: int = 3072) -> rsa.RSAPrivateKey:
    """The key pair of a name."""
    del name
    return rsa.generate_private_key(65_537, bits)


def private_pem(key: rsa.RSAPrivateKey, passphrase: bytes | None = None) -> bytes:
    """The private half, in PEM."""
    locked = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    """The public half, in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def write_pair(folder: Path, name: str) -> tuple[Path, Path]:
    """Write both halves; the private file comes first."""
    private, public = folder / f"{name}.pem", folder / f"{name}.public.pem"
    private.write_bytes(private_pem(key_pair(name)))
    public.write_bytes(public_pem(key_pair(name)))
    return private, public
