"""Occlusion and noise: what decryption gives after part of the ciphertext was cut out or spoilt.

Papers show recognisable pictures as strength. They mean that errors do not spread and nothing is
authenticated: an attacker's change comes out as a change, where a sealed stream would refuse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.batteries.images.fidelity import equal_part, mean_square_error, peak_signal_to_noise
from lab.batteries.images.pictures import LEVEL_MAX, Picture, require_alike, require_picture
from lab.batteries.images.sensitivity import Cipher
from shared.errors import Code, Failure


@dataclass(frozen=True)
class Recovery:
    """What came out of a damaged ciphertext.

    Attributes:
        picture: what decryption gave.
        damaged: the part of the ciphertext's values that were changed, 0..1.
        equal: the part of the plaintext's values that came out right, 0..1.
        mse: between what came out and the plaintext.
        psnr: of it, dB; infinite if all is right.
    """

    picture: Picture
    damaged: float
    equal: float
    mse: float
    psnr: float


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of pixels, from ``top`` and ``left``."""

    top: int
    left: int
    height: int
    width: int


def middle_block(picture: Picture, part: float) -> Block:
    """The rectangle in the middle that covers a part of the area, with the picture's proportions.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture, or a part not above 0 and up to 1.
    """
    require_picture(picture)
    if not 0 < part <= 1:
        raise Failure(Code.INVALID_INPUT, "The part that is cut out lies above 0, up to 1.", field="part")
    height, width = (max(1, round(side * part**0.5)) for side in picture.shape[:2])
    return Block((picture.shape[0] - height) // 2, (picture.shape[1] - width) // 2, height, width)


def cut_out(cipher_picture: Picture, block: Block) -> Picture:
    """A ciphertext with a block of zeros in it.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture, or a block that does not lie inside it.
    """
    require_picture(cipher_picture)
    bottom, right = block.top + block.height, block.left + block.width
    inside = min(block.top, block.left) >= 0 and min(block.height, block.width) >= 1
    if not inside or bottom > cipher_picture.shape[0] or right > cipher_picture.shape[1]:
        raise Failure(
            Code.INVALID_INPUT, "The block lies outside the picture; name one inside.", field="block"
        )
    damaged = cipher_picture.copy()
    damaged[block.top : bottom, block.left : right] = 0
    return damaged


def salt_and_pepper(cipher_picture: Picture, density: float, seed: int) -> Picture:
    """A ciphertext some of whose pixels are black or white, with equal probability.

    Args:
        cipher_picture: grey or colour; all planes of a pixel are hit together.
        density: probability of a pixel to be hit, 0..1.
        seed: of PCG64.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture, or a density outside 0..1.
    """
    require_picture(cipher_picture)
    if not 0 <= density <= 1:
        raise Failure(Code.INVALID_INPUT, "The density of noise lies between 0 and 1.", field="density")
    random = np.random.Generator(np.random.PCG64(seed))
    hit = random.random(cipher_picture.shape[:2]) < density
    white = random.random(cipher_picture.shape[:2]) < 0.5
    damaged = cipher_picture.copy()
    damaged[hit & white], damaged[hit & ~white] = LEVEL_MAX, 0
    return damaged


def recover(
    decrypt: Cipher, plain: Picture, cipher_picture: Picture, damaged: Picture, key: bytes
) -> Recovery:
    """Decrypt a damaged ciphertext and compare.

    Args:
        decrypt: ``decrypt(picture, key)``.
        plain: what was encrypted.
        cipher_picture: its whole ciphertext.
        damaged: as :func:`cut_out` or :func:`salt_and_pepper` left it.
        key: the key.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no pictures of one shape.
    """
    require_alike(plain, cipher_picture)
    require_alike(cipher_picture, damaged)
    picture = decrypt(damaged.copy(), key)
    return Recovery(
        picture=picture,
        damaged=1 - equal_part(cipher_picture, damaged),
        equal=equal_part(plain, picture),
        mse=mean_square_error(plain, picture),
        psnr=peak_signal_to_noise(plain, picture),
    )
