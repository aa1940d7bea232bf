"""The recipient's RSA key pair: PEM files, and wrapping a secret for who holds the private half.

Paper 002 says neither padding nor size: OAEP with SHA-256 (RFC 8017 §7.1), 3,072 bits or more.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.atomic import read_file

MIN_BITS = 3072
MAX_BITS = 16_384

_PEM_BYTES_MAX = 64 * 1024
_OAEP = padding.OAEP(mgf=padding.MGF1(algorithm=SHA256()), algorithm=SHA256(), label=None)


def read_public_key(path: Path) -> RSAPublicKey:
    """Read the recipient's public key.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no RSA public key in PEM of at least 3,072 bits;
            ``NOT_FOUND`` or ``LOCAL_FAILURE`` when there is nothing to read.
    """
    data = read_file(path, _PEM_BYTES_MAX)
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise _refusal(path, "is no public key in PEM", "recipient") from None
    if not isinstance(key, RSAPublicKey):
        raise _refusal(path, "is no RSA key", "recipient")
    _check_size(path, key.key_size, "recipient")
    return key


def read_private_key(path: Path) -> RSAPrivateKey:
    """Read the recipient's private key, which has no passphrase.

    Raises:
        Failure: as :func:`read_public_key`; also when the key has a passphrase.
    """
    data = read_file(path, _PEM_BYTES_MAX)
    try:
        key = load_pem_private_key(data, password=None)
    except TypeError:  # what cryptography says of a key with a passphrase
        raise _refusal(path, "has a passphrase; write it without one first", "key") from None
    except (ValueError, UnsupportedAlgorithm):
        raise _refusal(path, "is no private key in PEM", "key") from None
    if not isinstance(key, RSAPrivateKey):
        raise _refusal(path, "is no RSA key", "key")
    _check_size(path, key.key_size, "key")
    return key


def wrap(secret: Secret, recipient: RSAPublicKey) -> bytes:
    """Encrypt a secret for the recipient."""
    return recipient.encrypt(secret.export_bytes(), _OAEP)


def unwrap(wrapped: bytes, key: RSAPrivateKey, length: int) -> Secret:
    """Decrypt a secret of a length.

    Raises:
        Failure: ``INTEGRITY`` when it was wrapped for another key, or altered.
    """
    try:
        secret = Secret(key.decrypt(wrapped, _OAEP))
    except ValueError:
        secret = Secret(b"")
    if len(secret) != length:
        sentence = "The private key does not open this file: it is for another recipient, or was altered."
        raise Failure(Code.INTEGRITY, sentence)
    return secret


def _check_size(path: Path, bits: int, field: str) -> None:
    if not MIN_BITS <= bits <= MAX_BITS:
        raise _refusal(path, f"has {bits:,} bits; take an RSA key of {MIN_BITS:,} to {MAX_BITS:,}", field)


def _refusal(path: Path, what: str, field: str) -> Failure:
    return Failure(Code.INVALID_INPUT, f"{path.name} {what}.", field=field)
