"""Objects at rest: sealed under a data key of their own, which lies wrapped beside them (protocol §4.7).

Layout: ``magic ‖ lv(suite, chunk size, object ID) ‖ chunk …``. Every chunk binds that header, and the
wrapping of the data key binds kind, name and object ID. Nothing here depends on the master key, so that a
change of it rewrites no object.
"""

from __future__ import annotations

import hashlib

from shared.crypto.data_key import OBJECT_ID_BYTES
from shared.crypto.file_chunks import CHUNK_BYTES, SUITE, open_chunks, seal_chunks
from shared.crypto.secret import Secret
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

MAGIC = b"RKSEALED2\n"

HEADER_BYTES = len(MAGIC) + len(lv(SUITE.value, CHUNK_BYTES, bytes(OBJECT_ID_BYTES)))


def seal_object(data: bytes, data_key: Secret, object_id: bytes) -> bytes:
    """Seal the bytes of an object under a data key that seals nothing else.

    Args:
        data: the plaintext.
        data_key: 32 bytes, drawn for this.
        object_id: 16 bytes, drawn for this.
    """
    header = MAGIC + lv(SUITE.value, CHUNK_BYTES, object_id)
    return header + seal_chunks(data, data_key, hashlib.sha256(header).digest())


def object_id_of(blob: bytes) -> bytes | None:
    """The ID that a sealed object says it has; ``None`` when it is no sealed object of this format.

    Args:
        blob: the object, or at least its first ``HEADER_BYTES``.
    """
    header = blob[:HEADER_BYTES]
    if not header.startswith(MAGIC):
        return None
    try:
        suite, chunk_size, object_id = unlv(header[len(MAGIC) :], 3)
        sound = suite == SUITE.encode() and integer(chunk_size) == CHUNK_BYTES
    except Failure:
        return None
    return object_id if sound and len(object_id) == OBJECT_ID_BYTES else None


def open_object(blob: bytes, data_key: Secret) -> bytes:
    """Open what :func:`seal_object` sealed.

    Raises:
        Failure: ``INTEGRITY`` when a bit or the length differs, or the data key is another.
    """
    if object_id_of(blob) is None:
        raise Failure(Code.INTEGRITY)
    header = blob[:HEADER_BYTES]
    try:
        return open_chunks(blob[HEADER_BYTES:], data_key, hashlib.sha256(header).digest())
    except Failure:
        raise Failure(Code.INTEGRITY) from None
