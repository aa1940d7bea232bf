"""The chunks of a file at rest: one sealed stream under the file's own data key (protocol §4.7)."""

from __future__ import annotations

from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_PREFIX_BYTES, TAG_BYTES, OpeningStream, SealingStream, Suite

SUITE = Suite.AES_256_GCM
CHUNK_BYTES = 512 * 1024

# The spec gives every file a fresh data key, so that one prefix for all never repeats a nonce under a key.
_PREFIX = bytes(NONCE_PREFIX_BYTES)


def seal_chunks(data: bytes, data_key: Secret, binding: bytes) -> bytes:
    """Seal a file's bytes, each chunk bound to the digest of what stands before them."""
    stream = SealingStream(SUITE, data_key, _PREFIX, binding)
    starts = range(0, max(len(data), 1), CHUNK_BYTES)
    return b"".join(stream.seal(data[start : start + CHUNK_BYTES], start == starts[-1]) for start in starts)


def open_chunks(sealed: bytes, data_key: Secret, binding: bytes) -> bytes:
    """Open what :func:`seal_chunks` sealed.

    Raises:
        Failure: when a chunk is altered, missing, moved or too many.
    """
    stream = OpeningStream(SUITE, data_key, _PREFIX, binding)
    step = CHUNK_BYTES + TAG_BYTES
    starts = range(0, max(len(sealed), 1), step)
    pieces = [
        stream.open(index, start == starts[-1], sealed[start : start + step])
        for index, start in enumerate(starts)
    ]
    stream.finish()
    return b"".join(pieces)
