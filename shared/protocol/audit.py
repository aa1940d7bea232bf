"""The audit chain: a closed set of columns, hashed row by row (protocol §7.1).

Leaf hash = RFC 9162 §2.1.1 leaf hash, H(0x00 ‖ entry), of lv(seq, previous leaf hash, canonical body).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from shared.encoding import lv

GENESIS = bytes(32)
"""The previous leaf hash of row 1."""

_LEAF_PREFIX = b"\x00"


class AuditBody(NamedTuple):
    """What one audit row says. Absent columns are ``None``; peer text is never a column.

    Attributes:
        time_us: when, in microseconds since 1970-01-01 UTC.
        actor: URI of who did it.
        event: what was done.
        user: user ID.
        image: image ID.
        n: message number.
        generation: enrolment generation.
        finger: finger, 0 to 9 in the paper's order.
        request_id: 16 bytes.
        attempt: which release of ``n``.
        suite: cipher suite.
        inner_cipher: inner cipher.
        tls_group: key agreement of the connection.
        reason: a failure's code, or the reason that an administrator gave.
        item_count: how many things or times.
        size: bytes.
        duration_us: microseconds.
    """

    time_us: int
    actor: str
    event: str
    user: int | None = None
    image: str | None = None
    n: int | None = None
    generation: int | None = None
    finger: int | None = None
    request_id: bytes | None = None
    attempt: int | None = None
    suite: str | None = None
    inner_cipher: str | None = None
    tls_group: str | None = None
    reason: str | None = None
    item_count: int | None = None
    size: int | None = None
    duration_us: int | None = None

    def encode(self) -> bytes:
        """The canonical body: ``lv`` of the columns in order, each its own ``lv``, or empty when absent.

        The inner ``lv`` keeps an absent text apart from an empty one, and 0 apart from nothing.
        """
        return b"".join(map(_column, self))


def _column(value: int | str | bytes | None) -> bytes:
    """One column as an item: a log of a month is millions of them."""
    if value is None:
        return _ABSENT
    if type(value) is int:
        return _INTEGER + value.to_bytes(8, "big")
    return _text(value) if type(value) is str else lv(lv(value))


@lru_cache(maxsize=4096)
def _text(value: str) -> bytes:
    """Actors, events and suites come back in row after row."""
    return lv(lv(value))


_ABSENT = lv(b"")
_INTEGER = lv(lv(0))[:-8]


def leaf_hash(seq: int, previous: bytes, body: AuditBody) -> bytes:
    """The hash that row ``seq`` adds to the chain (protocol §7.1).

    Args:
        seq: the row's number, from 1 on without gaps.
        previous: leaf hash of row ``seq - 1``, or :data:`GENESIS`.
        body: what the row says.

    Returns:
        32 bytes.
    """
    return hashlib.sha256(_LEAF_PREFIX + lv(seq, previous, body.encode())).digest()


def first_bad_seq(
    rows: Iterable[tuple[int, AuditBody, bytes]], also: Callable[[bytes], bool] | None = None
) -> int | None:
    """Verify a whole chain from row 1 (protocol §7.4).

    Args:
        rows: number, body and stored leaf hash of every row, in order of number.
        also: given each row's leaf hash in turn, whether what was built on the log up to there holds too.

    Returns:
        The first number whose row is missing, out of place or altered; ``None`` when the chain verifies.
    """
    previous = GENESIS
    for expected, (seq, body, stored) in enumerate(rows, start=1):
        if seq != expected or not _fits(seq, previous, body, stored):
            return expected
        if also is not None and not also(stored):
            return expected
        previous = stored
    return None


def _fits(seq: int, previous: bytes, body: AuditBody, stored: bytes) -> bool:
    try:
        return leaf_hash(seq, previous, body) == stored
    except OverflowError:  # a number that no item encodes, and no writer wrote
        return False
