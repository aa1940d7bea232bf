"""An audit entry as a row of the table and back, and as the body that is hashed (protocol §7.1)."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from types import NoneType
from typing import Any

from sqlalchemy import Row

from server.adapters.sql.columns import moment_of
from server.ports import AuditEntry, AuditRow, Event
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.audit import AuditBody

_MICROSECOND = timedelta(microseconds=1)
_KINDS = (int, int, str, str, int, str, *[int] * 3, *[str, int], *[str] * 4, *[int] * 3, str)
"""The types of a row's columns, in their order; any but ``seq`` and the leaf hash may be absent."""

_REQUEST_ID = 8
"""Its place among the columns that are hashed."""

_UNREADABLE = (0, AuditBody(0, "", ""), b"")
"""Stands for a row that is no row: a chain that holds it never verifies, since no leaf hash is empty."""


def body_of(entry: AuditEntry, time_us: int) -> AuditBody:
    """The body that is hashed for an entry made at ``time_us`` (microseconds since 1970 UTC)."""
    duration = entry.duration
    return AuditBody(
        time_us=time_us,
        actor=entry.actor,
        event=entry.event.value,
        user=entry.user,
        image=entry.image,
        n=entry.n,
        generation=entry.generation,
        finger=None if entry.finger is None else int(entry.finger),
        request_id=entry.request_id,
        attempt=entry.attempt,
        suite=entry.suite,
        inner_cipher=entry.inner_cipher,
        tls_group=entry.tls_group,
        reason=entry.reason,
        item_count=entry.count,
        size=entry.size,
        duration_us=None if duration is None else timedelta(seconds=max(duration, 0)) // _MICROSECOND,
    )


def values_of(seq: int, body: AuditBody, leaf: bytes) -> dict[str, Any]:
    """The row's values by column."""
    return {
        "seq": seq,
        "time_us": body.time_us,
        "actor": body.actor,
        "event": body.event,
        "user_id": body.user,
        "image_id": body.image,
        "n": body.n,
        "generation": body.generation,
        "finger": body.finger,
        "request_id": None if body.request_id is None else body.request_id.hex(),
        "attempt": body.attempt,
        "suite": body.suite,
        "inner_cipher": body.inner_cipher,
        "tls_group": body.tls_group,
        "reason": body.reason,
        "item_count": body.item_count,
        "size": body.size,
        "duration_us": body.duration_us,
        "leaf_hash": leaf.hex(),
    }


def link_of(row: Row[Any]) -> tuple[int, AuditBody, bytes]:
    """Number, body and leaf hash of a stored row, whoever stored it.

    Columns are compared with their types, since SQLite keeps any value in any column.
    """
    if not _are_fit(tuple(map(type, row))):
        return _UNREADABLE
    seq, *body, leaf_text = row
    leaf, request_text = exact_bytes(leaf_text), body[_REQUEST_ID]
    request_id = None if request_text is None else exact_bytes(request_text)
    if leaf is None or (request_text is not None and request_id is None):
        return _UNREADABLE
    body[_REQUEST_ID] = request_id
    return seq, AuditBody(*body), leaf


@lru_cache(maxsize=256)
def _are_fit(kinds: tuple[type, ...]) -> bool:
    """Whether a row of values of these types can be one; there are few kinds of rows, and many rows."""
    present = kinds[0] is int and kinds[-1] is str
    return present and all(kind in (NoneType, of) for kind, of in zip(kinds, _KINDS, strict=True))


def row_of(row: Row[Any]) -> AuditRow:
    """A stored row for people to read.

    Raises:
        Failure: ``INTEGRITY`` when it is none.
    """
    seq, body, leaf = link_of(row)
    try:
        duration = None if body.duration_us is None else body.duration_us / 1e6
        entry = AuditEntry(
            body.actor,
            Event(body.event),
            body.user,
            body.image,
            body.n,
            body.generation,
            None if body.finger is None else Finger(body.finger),
            body.request_id,
            body.attempt,
            body.suite,
            body.inner_cipher,
            body.tls_group,
            body.reason,
            body.item_count,
            body.size,
            duration,
        )
        return AuditRow(seq, moment_of(body.time_us), entry, leaf)
    except (ValueError, OverflowError):
        sentence = "The audit log holds a row that cannot be read; run `ridgekey audit verify`."
        raise Failure(Code.INTEGRITY, sentence) from None


def exact_bytes(text: object) -> bytes | None:
    """The bytes of lower-case hexadecimal text; ``None`` for anything else."""
    try:
        data = bytes.fromhex(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return data if data is not None and data.hex() == text else None
