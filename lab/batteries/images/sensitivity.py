"""What one changed bit of the key, or one changed pixel, does to the ciphertext.

A cipher is any callable that takes a picture and a key and gives a picture of the same shape. Those that XOR
a keystream fail the plaintext tests outright: one pixel changes, and it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lab.batteries.images.cipher_pair import npcr, uaci
from lab.batteries.images.pictures import Picture, require_alike, require_picture
from lab.batteries.keys.bit_change import bit_change_tests
from lab.batteries.measurement import Measurement
from shared.errors import Code, Failure

Cipher = Callable[[Picture, bytes], Picture]
"""``cipher(picture, key)``; it must leave both as they are."""


@dataclass(frozen=True)
class Sensitivity:
    """How far two ciphertexts are apart.

    Attributes:
        npcr: between them.
        uaci: between them.
        bits: changed bits, changed bytes and correlation, as of two keys.
    """

    npcr: Measurement
    uaci: Measurement
    bits: Sequence[Measurement]


def key_sensitivity(cipher: Cipher, picture: Picture, key: bytes, bit: int = 0) -> Sensitivity:
    """Encrypt under a key, and under the same with one bit turned.

    Args:
        cipher: the cipher.
        picture: what is encrypted.
        key: at least one byte.
        bit: which one, counted from the lowest of the first byte.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture, a bit that the key has not, or a cipher that does
            not keep the shape.
    """
    return _apart(_encrypt(cipher, picture, key), _encrypt(cipher, picture, turned(key, bit)))


def plaintext_sensitivity(
    cipher: Cipher, picture: Picture, key: bytes, place: tuple[int, ...] | None = None
) -> Sensitivity:
    """Encrypt a picture, and the same with the lowest bit of one value turned.

    Args:
        cipher: the cipher.
        picture: what is encrypted.
        key: the key of both.
        place: index of the value, of a colour picture with the plane; the middle unless given.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture, a place that it has not, or a cipher that does not
            keep the shape.
    """
    require_picture(picture)
    place = tuple(side // 2 for side in picture.shape) if place is None else place
    inside = len(place) == picture.ndim and all(
        0 <= at < side for at, side in zip(place, picture.shape, strict=True)
    )
    if not inside:
        sentence = f"The picture has no value at {place}; name one index for each of its axes."
        raise Failure(Code.INVALID_INPUT, sentence, field="place")
    touched = picture.copy()
    touched[place] ^= 1
    return _apart(_encrypt(cipher, picture, key), _encrypt(cipher, touched, key))


def avalanche(cipher: Cipher, picture: Picture, key: bytes, bits: Sequence[int] | None = None) -> float:
    """Mean part of the ciphertext's bits that change with one bit of the key, 0..1; one half is ideal.

    Args:
        cipher: the cipher.
        picture: what is encrypted.
        key: at least one byte.
        bits: which bits are turned, one at a time; all of them unless given.

    Raises:
        Failure: as :func:`key_sensitivity`; also when no bit is named.
    """
    chosen = range(8 * len(key)) if bits is None else bits
    if not chosen:
        raise Failure(Code.INVALID_INPUT, "An avalanche needs at least one bit to turn.", field="bits")
    whole = _encrypt(cipher, picture, key)
    shares = [_bits_apart(whole, _encrypt(cipher, picture, turned(key, bit))) for bit in chosen]
    return float(np.mean(shares))


def turned(key: bytes, bit: int) -> bytes:
    """A key with one bit turned, counted from the lowest of the first byte.

    Raises:
        Failure: ``INVALID_INPUT`` for a bit that it has not.
    """
    if not 0 <= bit < 8 * len(key):
        sentence = f"A key of {len(key)} bytes has no bit {bit}; count them from 0."
        raise Failure(Code.INVALID_INPUT, sentence, field="bit")
    changed = bytearray(key)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _encrypt(cipher: Cipher, picture: Picture, key: bytes) -> Picture:
    require_picture(picture)
    result = cipher(picture.copy(), key)
    require_alike(picture, result, "picture and its ciphertext")
    return result


def _apart(left: Picture, right: Picture) -> Sensitivity:
    bits = bit_change_tests(left.ravel(), right.ravel())
    return Sensitivity(npcr(left, right), uaci(left, right), bits)


def _bits_apart(left: Picture, right: Picture) -> float:
    return int(np.bitwise_count(left ^ right).sum()) / (8 * left.size)
