"""The audit log's rows as plain values, and how they are asked for (protocol §7.1).

No print, feature, key, secret, MAC or image content is ever part of one (protocol §7.6). Times are aware UTC.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from shared.identifiers import Finger


class Event(enum.StrEnum):
    """Everything that an audit row can say happened."""

    INITIALISED = "INITIALISED"
    BRANCH_APPROVED = "BRANCH_APPROVED"
    BRANCH_STATUS_CHANGED = "BRANCH_STATUS_CHANGED"
    ADMIN_ISSUED = "ADMIN_ISSUED"
    ADMIN_REVOKED = "ADMIN_REVOKED"
    BRANCH_READMITTED = "BRANCH_READMITTED"
    CERTIFICATE_RENEWED = "CERTIFICATE_RENEWED"
    CERTIFICATE_REPLACED = "CERTIFICATE_REPLACED"
    SERVER_CERTIFICATE_RENEWED = "SERVER_CERTIFICATE_RENEWED"
    USER_ADDED = "USER_ADDED"
    USER_ENROLLED = "USER_ENROLLED"
    USER_GRANTED = "USER_GRANTED"
    USER_UNGRANTED = "USER_UNGRANTED"
    USER_EXITED = "USER_EXITED"
    USER_READMITTED = "USER_READMITTED"
    USER_FORGOTTEN = "USER_FORGOTTEN"
    USER_UNLOCKED = "USER_UNLOCKED"
    GENERATION_CHANGED = "GENERATION_CHANGED"
    IMAGE_STORED = "IMAGE_STORED"
    IMAGE_RELEASE_CHANGED = "IMAGE_RELEASE_CHANGED"
    IMAGE_REMOVED = "IMAGE_REMOVED"
    MODEL_CHOSEN = "MODEL_CHOSEN"
    VERIFIER_CHOSEN = "VERIFIER_CHOSEN"
    VERIFICATION_CHOSEN = "VERIFICATION_CHOSEN"
    INNER_CIPHERS_CHOSEN = "INNER_CIPHERS_CHOSEN"
    KEY_CHANGE_BEGUN = "KEY_CHANGE_BEGUN"
    KEY_CHANGED = "KEY_CHANGED"
    ADMINISTRATION_CHOSEN = "ADMINISTRATION_CHOSEN"
    BACKUP_BEGUN = "BACKUP_BEGUN"
    DATABASE_RESTORED = "DATABASE_RESTORED"
    COUNTERS_FENCED = "COUNTERS_FENCED"
    RESERVED = "RESERVED"
    RETRY = "RETRY"
    RELEASED = "RELEASED"
    DELIVERED = "DELIVERED"
    DISCARDED = "DISCARDED"
    UNCONFIRMED = "UNCONFIRMED"
    ABANDONED = "ABANDONED"
    PROOF_REFUSED = "PROOF_REFUSED"
    RECEIPT_REFUSED = "RECEIPT_REFUSED"
    REFUSED = "REFUSED"
    REPEATED = "REPEATED"


@dataclass(frozen=True)
class AuditEntry:
    """What one audit row says (protocol §7.1): a closed set of columns, absent ones ``None``.

    ``count`` is a number of things (chunks, fingers, refusals), ``size`` bytes, ``duration`` seconds.
    ``reason`` is a failure's code, or the reason that an administrator gave; never a peer's text.
    """

    actor: str
    event: Event
    user: int | None = None
    image: str | None = None
    n: int | None = None
    generation: int | None = None
    finger: Finger | None = None
    request_id: bytes | None = None
    attempt: int | None = None
    suite: str | None = None
    inner_cipher: str | None = None
    tls_group: str | None = None
    reason: str | None = None
    count: int | None = None
    size: int | None = None
    duration: float | None = None


@dataclass(frozen=True)
class AuditRow:
    """An entry in its place in the chain (protocol §7.1): ``seq`` from 1 on, without gaps."""

    seq: int
    time: datetime
    entry: AuditEntry
    leaf_hash: bytes


@dataclass(frozen=True)
class AuditQuery:
    """Which rows of the log are asked for; ``None`` is any.

    Attributes:
        after: rows with a greater number only.
        event: what happened.
        user: the user's ID.
        actor: the whole URI of who did it.
    """

    after: int = 0
    event: Event | None = None
    user: int | None = None
    actor: str | None = None
