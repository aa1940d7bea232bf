"""Files at rest of the first releases, which are opened and no longer written (protocol §4.7).

Layout: ``magic ‖ lv(suite, chunk size, wrap nonce, wrapped key) ‖ chunk …``. The wrapping key is
Expand(master, lv("ridgekey/1 store", kind, name)). Every chunk binds the whole header, the wrapped key
included, so that such a file is sealed anew (:mod:`shared.crypto.sealed_object`) when the master key changes.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag

from shared.crypto.data_key import altered
from shared.crypto.file_chunks import CHUNK_BYTES, SUITE, open_chunks
from shared.crypto.key_schedule import KEY_BYTES, expand
from shared.crypto.labels import Label
from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_BYTES, TAG_BYTES, aead
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

MAGIC = b"RKSEALED1\n"

_HEADER_BYTES = len(lv(SUITE.value, CHUNK_BYTES, bytes(NONCE_BYTES), bytes(KEY_BYTES + TAG_BYTES)))


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
            return open_chunks(blob[len(header) :], data_key, hashlib.sha256(header).digest())
    except (Failure, InvalidTag):
        raise altered(kind, name) from None


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
