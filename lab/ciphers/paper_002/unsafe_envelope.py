"""UNSAFE, for study: the envelope of paper 002 as it may be meant, AES-128-CBC and textbook RSA.

The paper names AES-128 and RSA and neither mode nor padding. Sealed files use GCM and OAEP
(:mod:`lab.ciphers.sealed_picture`); nothing here can write one, and no command calls it.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from shared.errors import Code, Failure

KEY_BYTES = 16
BLOCK_BYTES = 16


def wrap_textbook(key: bytes, recipient: RSAPublicKey) -> int:
    """m^e mod n of a key, without padding: the same key gives the same number."""
    numbers = recipient.public_numbers()
    return pow(int.from_bytes(key, "big"), numbers.e, numbers.n)


def unwrap_textbook(wrapped: int, key: RSAPrivateKey) -> int:
    """c^d mod n, whatever it is: nothing tells an altered number."""
    numbers = key.private_numbers()
    return pow(wrapped, numbers.d, numbers.public_numbers.n)


def root_of(wrapped: int, exponent: int) -> int | None:
    """The number whose power was not reduced: a 128-bit key under e = 3, without any private key.

    Returns:
        The exact root; None where there is none, and the power was reduced.
    """
    low, high = 0, 1 << (wrapped.bit_length() // exponent + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**exponent < wrapped else (low, middle)
    return low if low**exponent == wrapped else None


def seal_cbc(data: bytes, key: bytes, start: bytes) -> bytes:
    """AES-128-CBC with PKCS #7, behind its first vector; nothing proves that it is unaltered."""
    padder, cipher = PKCS7(8 * BLOCK_BYTES).padder(), Cipher(AES(key), CBC(start)).encryptor()
    return start + cipher.update(padder.update(data) + padder.finalize()) + cipher.finalize()


def open_cbc(sealed: bytes, key: bytes) -> bytes:
    """Decrypt what :func:`seal_cbc` gave.

    Raises:
        Failure: ``MALFORMED`` for another length or padding. Whoever may ask often learns the data from this
            answer alone (Vaudenay 2002).
    """
    body = sealed[BLOCK_BYTES:]
    if not body or len(body) % BLOCK_BYTES:
        raise Failure(Code.MALFORMED, "The envelope is no whole number of blocks; fetch it again.")
    cipher, unpadder = Cipher(AES(key), CBC(sealed[:BLOCK_BYTES])).decryptor(), PKCS7(128).unpadder()
    try:
        return unpadder.update(cipher.update(body) + cipher.finalize()) + unpadder.finalize()
    except ValueError:
        raise Failure(Code.MALFORMED, "The envelope has no padding of PKCS #7; fetch it again.") from None


def steered(sealed: bytes, place: int, mask: int) -> bytes:
    """Turn bits of one byte of the data unseen; the sixteen bytes of the block before it become noise."""
    at = place  # the first vector stands in front, so a byte's block before lies at its own place
    return sealed[:at] + bytes([sealed[at] ^ mask]) + sealed[at + 1 :]
