"""The registry's rows as plain values: branches, users, generations, images, requests.

No print, feature, key, secret, MAC or image content is ever part of one (protocol §7.6). Times are aware UTC.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from shared.identifiers import Finger


class BranchStatus(enum.StrEnum):
    """Whether a branch may ask for anything (protocol §6); revoked is for ever."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Standing(enum.StrEnum):
    """What a certificate of a branch is beside the one in force (protocol §2.8)."""

    RENEWED = "renewed"
    REPLACED = "replaced"


class UserStatus(enum.StrEnum):
    """Whether a user may receive anything: ``EXITED`` is the paper's exit indicator."""

    ACTIVE = "active"
    EXITED = "exited"


class GenerationStatus(enum.StrEnum):
    """The life of one enrolment (protocol §6): a tainted one serves no new exchange."""

    PREPARED = "prepared"
    ACTIVE = "active"
    TAINTED = "tainted"
    REVOKED = "revoked"


class RequestState(enum.StrEnum):
    """The life of one message number (protocol §5.1): the last three are final."""

    RESERVED = "reserved"
    RELEASED = "released"
    DELIVERED = "delivered"
    UNCONFIRMED = "unconfirmed"
    ABANDONED = "abandoned"

    @property
    def settled(self) -> bool:
        """Whether the state is final."""
        return self not in (RequestState.RESERVED, RequestState.RELEASED)


@dataclass(frozen=True)
class BranchRecord:
    """A branch that was approved. ``certificate_sha256`` is the digest of its certificate in force (DER)."""

    name: str
    uri: str
    certificate_sha256: bytes
    status: BranchStatus
    approved_at: datetime
    certificate_expires_at: datetime


@dataclass(frozen=True)
class CertificateRecord:
    """A certificate of a branch that is not the one in force (protocol §2.8).

    Attributes:
        branch: the branch's name.
        standing: issued and not used yet, or the one before.
        certificate_sha256: digest of its DER.
        certificate_expires_at: when it ends.
        since: when it was issued, or replaced.
    """

    branch: str
    standing: Standing
    certificate_sha256: bytes
    certificate_expires_at: datetime
    since: datetime


@dataclass(frozen=True)
class CounterRecord:
    """A user's one row (protocol §5): last number reserved, status, current generation (0: none)."""

    user: int
    n: int
    status: UserStatus
    generation: int


@dataclass(frozen=True)
class GenerationRecord:
    """One enrolment of a user: which fingers, in the paper's order, and the model last tried (SHA-256)."""

    user: int
    generation: int
    status: GenerationStatus
    model_digest: bytes
    fingers: tuple[Finger, ...]
    enrolled_at: datetime


@dataclass(frozen=True)
class Release:
    """To whom an image is released (protocol §2.6): everyone, or named users, or named branches."""

    everyone: bool = False
    users: tuple[int, ...] = ()
    branches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Removal:
    """When and why an image was removed: what its ID stands for from then on (protocol §2.6)."""

    at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class ImageRecord:
    """What the registry knows of a stored image; ``size`` in bytes. Never its content or digest.

    One with a ``removal`` is a tombstone: nobody may have it, its content is gone, its ID stays taken.
    """

    image: str
    size: int
    media_type: str
    stored_at: datetime
    release: Release
    removal: Removal | None = None


@dataclass(frozen=True)
class RequestRecord:
    """One request and the message number that it holds (protocol §5)."""

    request_id: bytes
    branch: str
    user: int
    image: str
    generation: int
    n: int
    state: RequestState
    attempts: int
    reserved_at: datetime
    released_at: datetime | None = None


@dataclass(frozen=True)
class StrikeRecord:
    """What a branch did wrong for one user (protocol §3.8): counts to lock-out and back-off.

    ``wrong`` counts wrong proofs since ``since``; ``streak`` counts handshakes in a row without a right
    proof. Nothing is answered before ``blocked_until``, nor before ``locked_until``.
    """

    branch: str
    user: int
    wrong: int
    since: datetime
    streak: int
    blocked_until: datetime
    locked_until: datetime


@dataclass(frozen=True)
class ReportedMark:
    """A mark that a branch named and that is above the user's number: the database went back (§3.2)."""

    branch: str
    user: int
    mark: int
    at: datetime
