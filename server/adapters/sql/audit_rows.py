"""An audit entry as a row of the table and back, and as the body that is hashed (protocol §7.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from server.adapters.sql.columns import moment_of
from server.ports import AuditEntry, AuditRow, Event
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.audit import AuditBody

_MICROSECOND = timedelta(microseconds=1)
_INTEGERS = (
    "time_us",
    "user_id",
    "n",
    "generation",
    "finger",
    "attempt",
    "item_count",
    "size",
    "duration_us",
)
_TEXTS = ("actor", "event", "image_id", "suite", "inner_cipher", "tls_group", "reason")

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
        count=entry.count,
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
        "item_count": body.count,
        "size": body.size,
        "duration_us": body.duration_us,
        "leaf_hash": leaf.hex(),
    }


def link_of(row: Row[Any]) -> tuple[int, AuditBody, bytes]:
    """Number, body and leaf hash of a stored row, whoever stored it.

    Columns are compared with their types, since SQLite keeps any value in any column.
    """
    typed = [(row._mapping[name], int) for name in _INTEGERS] + [(row._mapping[name], str) for name in _TEXTS]
    if any(value is not None and type(value) is not kind for value, kind in typed):
        return _UNREADABLE
    leaf = exact_bytes(row.leaf_hash)
    request_id = None if row.request_id is None else exact_bytes(row.request_id)
    if type(row.seq) is not int or leaf is None or (row.request_id is not None and request_id is None):
        return _UNREADABLE
    body = AuditBody(
        row.time_us,
        row.actor,
        row.event,
        row.user_id,
        row.image_id,
        row.n,
        row.generation,
        row.finger,
        request_id,
        row.attempt,
        row.suite,
        row.inner_cipher,
        row.tls_group,
        row.reason,
        row.item_count,
        row.size,
        row.duration_us,
    )
    # No unsigned item of eight bytes encodes a negative number, and the writer never wrote one.
    negative = any(isinstance(value, int) and value < 0 for value, _ in typed)
    return _UNREADABLE if negative else (row.seq, body, leaf)


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
            body.count,
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
