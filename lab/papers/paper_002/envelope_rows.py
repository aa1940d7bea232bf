"""Rows of the envelope: AES-128-GCM under OAEP as sealed files have it, AES-128-CBC under textbook RSA.

The second is for study: everything that is shown of it is what it lets happen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lab.batteries.images.fidelity import mean_square_error, peak_signal_to_noise
from lab.ciphers.comparison import key_for
from lab.ciphers.paper_002.timestamp import EXAMPLE
from lab.ciphers.paper_002.unsafe_envelope import (
    BLOCK_BYTES,
    KEY_BYTES,
    open_cbc,
    root_of,
    seal_cbc,
    steered,
    unwrap_textbook,
    wrap_textbook,
)
from lab.ciphers.recipient_keys import MIN_BITS, unwrap, wrap
from lab.ciphers.registry import find_cipher
from lab.papers.paper_002.pictures import Measured, Row
from shared.crypto.secret import Secret

SAFE = "AES-128-GCM, RSA-OAEP"
LITERAL = "AES-128-CBC, textbook RSA"

_KEY = hashlib.sha256(b"an envelope's key that everyone knows").digest()[:KEY_BYTES]
_NONCE, _VECTOR = bytes(12), bytes(BLOCK_BYTES)
_METHOD = "logistic-plain"
"""Any method's sequences serve; these need no network."""

Clock = Callable[[Callable[[], object]], float]


def key_space_rows() -> list[Row]:
    """Bits of the key of an envelope: claimed, and left to whoever sees the wrapped key alone."""
    bits = 8 * KEY_BYTES
    found = root_of(wrap_textbook(_KEY, _cubing().public_key()), 3)
    left = 0.0 if found is not None and found.to_bytes(KEY_BYTES, "big") == _KEY else float(bits)
    return [
        {"scheme": f"envelope: {SAFE}", "claimed_bits": bits, "effective_bits": float(bits)},
        {"scheme": f"envelope: {LITERAL}, e = 3", "claimed_bits": bits, "effective_bits": left},
    ]


def timing_rows(side: int, clock: Clock) -> list[Row]:
    """Seconds to seal and open the sequences of a grey picture, the wrapped key among it.

    Args:
        side: of the picture.
        clock: says how long something takes.
    """
    cipher, key = find_cipher(_METHOD), _recipient()
    data, public = cipher.transmitted(b"", (side, side)), key.public_key()
    gcm, cbc = AESGCM(_KEY).encrypt(_NONCE, data, None), seal_cbc(data, _KEY, _VECTOR)
    textbook = wrap_textbook(_KEY, public)
    with Secret(_KEY) as secret:
        wrapped = wrap(secret, public)
        safe = (
            clock(lambda: (wrap(secret, public), AESGCM(_KEY).encrypt(_NONCE, data, None))),
            clock(lambda: (unwrap(wrapped, key, KEY_BYTES), AESGCM(_KEY).decrypt(_NONCE, gcm, None))),
        )
    literal = (
        clock(lambda: (wrap_textbook(_KEY, public), seal_cbc(data, _KEY, _VECTOR))),
        clock(lambda: (unwrap_textbook(textbook, key), open_cbc(cbc, _KEY))),
    )
    return [
        {"scheme": f"envelope: {name}", "side": side, "encryption": there, "decryption": back}
        for name, (there, back) in ((SAFE, safe), (LITERAL, literal))
    ]


def turned_rows(pictures: Sequence[Measured]) -> list[Row]:
    """What each picture becomes when a bit of its envelope is turned on the way."""
    return [row for one in pictures for row in _turned(one)]


def _turned(one: Measured) -> list[Row]:
    plain, cipher = one.source.pixels, find_cipher(_METHOD)
    data = cipher.transmitted(key_for(cipher, EXAMPLE), plain.shape)
    place = len(data) - 1
    opened = open_cbc(steered(seal_cbc(data, _KEY, _VECTOR), place, 0x80), _KEY)
    back = cipher.undo(cipher.apply(plain, data), opened)
    gcm = bytearray(AESGCM(_KEY).encrypt(_NONCE, data, None))
    gcm[place] ^= 0x80
    try:
        AESGCM(_KEY).decrypt(_NONCE, bytes(gcm), None)
    except InvalidTag:
        shown = "refused"
    else:
        shown = "not noticed"
    return [
        {"picture": one.name, "method": f"{_METHOD}, a bit of {SAFE} turned", "psnr": shown},
        {
            "picture": one.name,
            "method": f"{_METHOD}, a bit of {LITERAL} turned",
            "psnr": f"{peak_signal_to_noise(plain, back):.2f}",
            "mse": float(np.float64(f"{mean_square_error(plain, back):.4g}")),
        },
    ]


def _cubing() -> RSAPublicNumbers:
    """A modulus for e = 3; its factors do not matter to whoever takes a cube root."""
    modulus = int.from_bytes(hashlib.shake_256(b"modulus").digest(MIN_BITS // 8), "big")
    return RSAPublicNumbers(3, modulus | 1 | 1 << (MIN_BITS - 1))


@cache
def _recipient() -> RSAPrivateKey:
    return generate_private_key(65_537, MIN_BITS)
