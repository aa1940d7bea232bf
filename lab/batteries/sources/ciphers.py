"""Good generators: AES-256 in counter mode and SHAKE-256, of a seed that is known.

They pass every battery and are no secret at all, since the seed is.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes

SEED_BYTES = 32
_BLOCK_BYTES = 1 << 17


class AesCounter(StreamedBits):
    """The keystream of AES-256-CTR from counter 0.

    Args:
        seed: the key, as a big-endian number of 32 bytes.
    """

    def __init__(self, seed: int) -> None:
        super().__init__("aes-ctr")
        cipher = Cipher(algorithms.AES(seed.to_bytes(SEED_BYTES, "big")), modes.CTR(bytes(16)))
        self._encryptor = cipher.encryptor()

    def _block(self, wanted: int) -> Bits:
        return from_bytes(self._encryptor.update(bytes(max(_BLOCK_BYTES, -(-wanted // 8)))))


class ShakeBlocks(StreamedBits):
    """SHAKE-256 of seed and block number, 131,072 bytes of each block, one block after the other.

    In blocks because hashlib can lengthen an output of SHAKE only by making it anew.

    Args:
        seed: hashed as a big-endian number of 32 bytes, before the block's number in 8.
    """

    def __init__(self, seed: int) -> None:
        super().__init__("shake256")
        self._seed = seed.to_bytes(SEED_BYTES, "big")
        self._number = 0

    def _block(self, wanted: int) -> Bits:
        del wanted
        state = hashlib.shake_256(self._seed + self._number.to_bytes(8, "big"))
        self._number += 1
        return from_bytes(state.digest(_BLOCK_BYTES))
