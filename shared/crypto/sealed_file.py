"""Files at rest: sealed under a fresh data key, which is wrapped under the master key (protocol §4.7).

Layout: ``magic ‖ lv(suite, chunk size, wrap nonce, wrapped key) ‖ chunk …``. The wrapping key is
Expand(master, lv("ridgekey/1 store", kind, name)): a file moved to another name or kind does not open. The
wrapping binds magic, suite and chunk size; every chunk binds the whole header.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag

from shared.crypto.key_schedule import KEY_BYTES, expand
from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.stream import (
    NONCE_BYTES,
    NONCE_PREFIX_BYTES,
    TAG_BYTES,
    OpeningStream,
    SealingStream,
    Suite,
    aead,
)
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

MAGIC = b"RKSEALED1\n"
SUITE = Suite.AES_256_GCM
CHUNK_BYTES = 512 * 1024

# The spec gives every file a fresh data key, so that one prefix for all never repeats a nonce under a key.
_PREFIX = bytes(NONCE_PREFIX_BYTES)
_HEADER_BYTES = len(lv(SUITE.value, CHUNK_BYTES, bytes(NONCE_BYTES), bytes(KEY_BYTES + TAG_BYTES)))


def seal(data: bytes, master: Secret, kind: str, name: str, randomness: Randomness) -> bytes:
    """Seal a file's bytes.

    Args:
        data: the plaintext.
        master: the home's master key, 32 bytes.
        kind: what sort of file it is, such as ``image``; files of one kind have different names.
        name: the file's name in its store.
        randomness: gives the data key and the nonce that wraps it.

    Returns:
        The sealed file.
    """
    with Secret(randomness.token(KEY_BYTES)) as data_key:
        nonce = randomness.token(NONCE_BYTES)
        with expand(master, lv(Label.STORE, kind, name)) as wrapping_key:
            wrapped = aead(SUITE, wrapping_key).encrypt(nonce, data_key.export_bytes(), _wrapping_binding())
        header = MAGIC + lv(SUITE.value, CHUNK_BYTES, nonce, wrapped)
        stream = SealingStream(SUITE, data_key, _PREFIX, hashlib.sha256(header).digest())
        starts = range(0, max(len(data), 1), CHUNK_BYTES)
        chunks = [stream.seal(data[start : start + CHUNK_BYTES], start == starts[-1]) for start in starts]
        return b"".join([header, *chunks])


def open_sealed(blob: bytes, master: Secret, kind: str, name: str) -> bytes:
    """Open a sealed file.

    Args:
        blob: the sealed file.
        master: the master key it was sealed under.
        kind: the kind it was sealed as.
        name: the name it was sealed as.

    Returns:
        The plaintext.

    Raises:
        Failure: ``INTEGRITY`` when anything differs from what was sealed: a bit, length, kind, name or key.
    """
    try:
        nonce, wrapped, header = _parse_header(blob)
        with (
            expand(master, lv(Label.STORE, kind, name)) as wrapping_key,
            _unwrap(wrapping_key, nonce, wrapped) as data_key,
        ):
            stream = OpeningStream(SUITE, data_key, _PREFIX, hashlib.sha256(header).digest())
            return _open_chunks(stream, blob[len(header) :])
    except (Failure, InvalidTag):
        # One answer for every way to be wrong: which it was would help only who made it so.
        sentence = f"The stored {kind} {name} was altered or belongs elsewhere; restore it from a copy."
        raise Failure(Code.INTEGRITY, sentence) from None


def _parse_header(blob: bytes) -> tuple[bytes, bytes, bytes]:
    header = blob[: len(MAGIC) + _HEADER_BYTES]
    if not header.startswith(MAGIC):
        raise Failure(Code.INTEGRITY)
    suite, chunk_size, nonce, wrapped = unlv(header[len(MAGIC) :], 4)
    if suite != SUITE.encode() or integer(chunk_size) != CHUNK_BYTES or len(nonce) != NONCE_BYTES:
        raise Failure(Code.INTEGRITY)
    return nonce, wrapped, header


def _unwrap(wrapping_key: Secret, nonce: bytes, wrapped: bytes) -> Secret:
    cipher = aead(SUITE, wrapping_key)
    return Secret.filled_by(
        KEY_BYTES, lambda buffer: cipher.decrypt_into(nonce, wrapped, _wrapping_binding(), buffer)
    )


def _wrapping_binding() -> bytes:
    return lv(MAGIC, SUITE.value, CHUNK_BYTES)


def _open_chunks(stream: OpeningStream, sealed: bytes) -> bytes:
    step = CHUNK_BYTES + TAG_BYTES
    starts = range(0, max(len(sealed), 1), step)
    pieces = [
        stream.open(index, start == starts[-1], sealed[start : start + step])
        for index, start in enumerate(starts)
    ]
    stream.finish()
    return b"".join(pieces)
