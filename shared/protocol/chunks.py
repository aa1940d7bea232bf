"""The image as sealed chunks (protocol §4.3): how it is cut, sealed, opened and accounted for."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from shared.crypto.stream import TAG_BYTES, OpeningStream, SealingStream
from shared.errors import Code, Failure
from shared.protocol.messages import Chunk, Manifest
from shared.protocol.session import SealingKeys


def count_chunks(size: int, chunk_size: int) -> int:
    """How many chunks ``size`` bytes make: max(1, ceil(size / chunk)) (protocol §4.3)."""
    return max(1, -(-size // chunk_size))


def cut(data: bytes, chunk_size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut an image into its pieces, each with whether it is the last; an empty image is one empty piece."""
    count = count_chunks(len(data), chunk_size)
    for index in range(count):
        yield data[index * chunk_size : (index + 1) * chunk_size], index == count - 1


def piece_size(manifest: Manifest, index: int) -> int:
    """Bytes of piece ``index``: every one but the last is full (protocol §4.3)."""
    return min(manifest.chunk_size, manifest.size - index * manifest.chunk_size)


def verify_image(manifest: Manifest, image: bytes) -> None:
    """Check the whole image, with any inner cipher undone, against its manifest (protocol §4.5).

    Raises:
        Failure: ``STREAM_CORRUPT`` when size or SHA-256 differ.
    """
    digest = hashlib.sha256(image).digest()
    if len(image) != manifest.size or not hmac.compare_digest(digest, manifest.sha256):
        raise Failure(Code.STREAM_CORRUPT, "The image is not the one that was announced; nothing was kept.")


class ChunkTags:
    """The tags of the chunks so far, which the receipt is about (protocol §3.13)."""

    def __init__(self) -> None:
        self._tags = bytearray()

    @property
    def count(self) -> int:
        """How many chunks there were."""
        return len(self._tags) // TAG_BYTES

    def add(self, sealed: bytes) -> None:
        """Take the tag of one more sealed chunk: its last 16 bytes."""
        self._tags += sealed[-TAG_BYTES:]

    def digest(self, count: int) -> bytes:
        """SHA-256 over the tags of the first ``count`` chunks."""
        return hashlib.sha256(self._tags[: count * TAG_BYTES]).digest()


class ChunkSealer:
    """Seals the pieces of one attempt in order.

    Args:
        suite: the chosen suite.
        keys: the attempt's keys.
        th3: the transcript that every chunk is bound to.
        manifest: what was announced; a piece that does not fit it is a programming error.
    """

    def __init__(self, suite: str, keys: SealingKeys, th3: bytes, manifest: Manifest) -> None:
        prefix = keys.nonce_prefix.export_bytes()
        self._stream = SealingStream(suite, keys.message_key, prefix, th3)
        self._manifest = manifest
        self.tags = ChunkTags()

    def seal(self, piece: bytes, last: bool) -> Chunk:
        """Seal the next piece.

        Raises:
            ValueError: the piece is not the next one that the manifest announces.
        """
        index = self.tags.count
        if len(piece) != piece_size(self._manifest, index) or last != _is_last(self._manifest, index):
            raise ValueError("the piece is not the next one that the manifest announces")
        sealed = self._stream.seal(piece, last)
        self.tags.add(sealed)
        return Chunk(index, last, sealed)


class ChunkOpener:
    """Opens the chunks of one attempt in order. What it returns stays invisible until :meth:`finish`.

    Args:
        suite: the chosen suite.
        keys: the attempt's keys.
        th3: the transcript that every chunk is bound to.
        manifest: the verified manifest.
    """

    def __init__(self, suite: str, keys: SealingKeys, th3: bytes, manifest: Manifest) -> None:
        prefix = keys.nonce_prefix.export_bytes()
        self._stream = OpeningStream(suite, keys.message_key, prefix, th3)
        self._manifest = manifest
        self.tags = ChunkTags()

    def open(self, chunk: Chunk) -> bytes:
        """Return the next piece, still under the inner cipher.

        Raises:
            Failure: ``STREAM_CORRUPT``, naming the chunk, when it is not the next one of this attempt.
        """
        index = self.tags.count
        announced = piece_size(self._manifest, index) + TAG_BYTES
        if len(chunk.sealed) != announced or chunk.last != _is_last(self._manifest, index):
            raise self._stream.refusal()
        piece = self._stream.open(chunk.index, chunk.last, chunk.sealed)
        self.tags.add(chunk.sealed)
        return piece

    def finish(self) -> None:
        """Confirm that every chunk came (protocol §4.5).

        Raises:
            Failure: ``STREAM_TRUNCATED`` when the last chunk has not come, ``STREAM_CORRUPT`` when one
                failed.
        """
        self._stream.finish()


def _is_last(manifest: Manifest, index: int) -> bool:
    return index == manifest.chunk_count - 1
