"""HMAC_DRBG with SHA-256 (SP 800-90A rev 1, 10.1.2), without reseeding: a stream of numbers from a seed."""

from __future__ import annotations

import hashlib
import hmac

_BYTES = 32


class HmacDrbg:
    """The generator of one seed.

    Args:
        seed_material: entropy input, nonce and personalisation string, joined (10.1.2.3).
    """

    def __init__(self, seed_material: bytes) -> None:
        self._key = bytes(_BYTES)
        self._value = b"\x01" * _BYTES
        self._update(seed_material)

    def generate(self, count: int) -> bytes:
        """One request for ``count`` bytes, without additional input (10.1.2.5)."""
        drawn = bytearray()
        while len(drawn) < count:
            self._value = self._mac(self._value)
            drawn += self._value
        self._update(b"")
        return bytes(drawn[:count])

    def below(self, bound: int) -> int:
        """A uniform number from 0 to ``bound`` - 1, at most 256: a byte at a time, by rejection."""
        usable = 256 - 256 % bound
        while True:
            (byte,) = self.generate(1)
            if byte < usable:
                return byte % bound

    def _update(self, provided: bytes) -> None:
        for separator in (b"\x00", b"\x01") if provided else (b"\x00",):
            self._key = self._mac(self._value + separator + provided)
            self._value = self._mac(self._value)

    def _mac(self, message: bytes) -> bytes:
        return hmac.digest(self._key, message, hashlib.sha256().name)
