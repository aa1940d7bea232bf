"""STREAM: a file sealed in chunks, so that any change shows at the exact chunk (protocol §4.3).

Chunk i has the nonce prefix(7) ‖ uint32(i) ‖ last(1) and the associated data lv(binding, i, last).
Truncation, reordering, duplication, splicing and trailing data each fail (Hoang, Reyhanitabar, Rogaway and
Vizár 2015). How a file is cut into pieces is decided by the caller.
"""

from __future__ import annotations

import enum
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure

TAG_BYTES = 16
NONCE_BYTES = 12
NONCE_PREFIX_BYTES = 7
MAX_CHUNKS = 2**32
_INDEX_BYTES = 4


class Suite(enum.StrEnum):
    """The ciphers that may seal (protocol §4.1); both take keys of 32 bytes."""

    AES_256_GCM = "aes-256-gcm"
    CHACHA20_POLY1305 = "chacha20-poly1305"


class Aead(Protocol):
    """An authenticated cipher under one key. Associated data is never left out."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return ciphertext and tag."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext.

        Raises:
            InvalidTag: anything differs from what was encrypted.
        """
        ...

    def decrypt_into(self, nonce: bytes, data: bytes, associated_data: bytes, buf: bytearray) -> int:
        """Like :meth:`decrypt`, writing into ``buf``, which has the plaintext's length."""
        ...


_CIPHERS: dict[Suite, type[AESGCM] | type[ChaCha20Poly1305]] = {
    Suite.AES_256_GCM: AESGCM,
    Suite.CHACHA20_POLY1305: ChaCha20Poly1305,
}


def aead(suite: str, key: Secret) -> Aead:
    """The cipher of a suite under a key of 32 bytes.

    Raises:
        ValueError: no such suite, or another length of key.
    """
    if len(key) != 32:  # AES-GCM would take 16 and 24 bytes too, and be another cipher
        raise ValueError("every suite takes a key of exactly 32 bytes")
    return _CIPHERS[Suite(suite)](key.export_view())


class _ChunkCipher:
    """Nonce and associated data of one stream: the part that both directions share."""

    def __init__(self, suite: str, key: Secret, prefix: bytes, binding: bytes) -> None:
        if len(prefix) != NONCE_PREFIX_BYTES:
            raise ValueError("a nonce prefix has exactly 7 bytes")
        self.cipher = aead(suite, key)
        self._prefix = prefix
        self._binding = binding

    def nonce(self, index: int, last: bool) -> bytes:
        return self._prefix + index.to_bytes(_INDEX_BYTES, "big") + bytes([last])

    def associated(self, index: int, last: bool) -> bytes:
        return lv(self._binding, index, last)


class SealingStream:
    """Seals pieces in order.

    Args:
        suite: one of :class:`Suite`.
        key: 32 bytes that seal this one stream and nothing else.
        prefix: seven bytes, the start of every nonce.
        binding: what the stream belongs to; goes into every chunk's associated data.
    """

    def __init__(self, suite: str, key: Secret, prefix: bytes, binding: bytes) -> None:
        self._chunks = _ChunkCipher(suite, key, prefix, binding)
        self._next = 0
        self._ended = False

    def seal(self, piece: bytes, last: bool) -> bytes:
        """Return the next piece's ciphertext and tag.

        Raises:
            RuntimeError: the last piece was sealed already, or the stream has no index left.
        """
        if self._ended or self._next >= MAX_CHUNKS:
            raise RuntimeError("nothing can be sealed after the end of a stream")
        index = self._next
        sealed = self._chunks.cipher.encrypt(
            self._chunks.nonce(index, last), piece, self._chunks.associated(index, last)
        )
        self._next, self._ended = index + 1, last
        return sealed


class OpeningStream:
    """Opens chunks in order, and fails for ever once one is not the next of this stream.

    Args:
        suite: one of :class:`Suite`.
        key: the sealing end's key.
        prefix: the sealing end's nonce prefix.
        binding: the sealing end's binding.
    """

    def __init__(self, suite: str, key: Secret, prefix: bytes, binding: bytes) -> None:
        self._chunks = _ChunkCipher(suite, key, prefix, binding)
        self._next = 0
        self._ended = False
        self._broken = False

    def open(self, index: int, last: bool, sealed: bytes) -> bytes:
        """Return the next piece.

        Raises:
            Failure: ``STREAM_CORRUPT``, naming the chunk, when this is not the next chunk as it was sealed.
        """
        if self._broken or self._ended or index != self._next:
            raise self.refusal()
        try:
            piece = self._chunks.cipher.decrypt(
                self._chunks.nonce(index, last), sealed, self._chunks.associated(index, last)
            )
        except InvalidTag:
            raise self.refusal() from None
        self._next, self._ended = index + 1, last
        return piece

    def refusal(self) -> Failure:
        """Break the stream at its next chunk and return the ``STREAM_CORRUPT`` to raise for it."""
        self._broken = True
        sentence = f"The image was altered on its way at chunk {self._next}; nothing was kept."
        return Failure(Code.STREAM_CORRUPT, sentence)

    def finish(self) -> None:
        """Confirm that the stream is whole.

        Raises:
            Failure: ``STREAM_CORRUPT`` when a chunk failed before, ``STREAM_TRUNCATED`` when the last chunk
                has not come.
        """
        if self._broken:
            raise self.refusal()
        if not self._ended:
            raise Failure(
                Code.STREAM_TRUNCATED, f"The image ended before chunk {self._next}; nothing was kept."
            )
