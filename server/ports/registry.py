"""The registry that administrators keep, behind a transaction: small repositories, no SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.ports.records import (
    BranchRecord,
    BranchStatus,
    CertificateRecord,
    CounterRecord,
    GenerationRecord,
    GenerationStatus,
    ImageRecord,
    Release,
    Removal,
    Standing,
    UserStatus,
)


class Branches(Protocol):
    """Approved branches, by name."""

    def get(self, name: str, *, lock: bool = False) -> BranchRecord | None:
        """The branch, or ``None``; ``lock`` shares its row against a change of status."""

    def all(self) -> tuple[BranchRecord, ...]:
        """Every branch in order of name."""

    def add(self, branch: BranchRecord) -> None:
        """Insert a branch; ``CONFLICT`` when the name or URI is taken."""

    def set_status(self, name: str, status: BranchStatus) -> None:
        """Change a branch's status, ordered against every T1 that shares the row (protocol §5.3)."""

    def set_certificate(self, name: str, certificate_sha256: bytes, expires_at: datetime) -> None:
        """Put another certificate of a branch in force."""


class Certificates(Protocol):
    """What certificates branches have beside those in force (protocol §2.8): one of each standing at most.

    Who changes one and the branch's row as well changes this one first.
    """

    def of_branch(self, branch: str) -> tuple[CertificateRecord, ...]:
        """Those of a branch."""

    def put(self, record: CertificateRecord) -> None:
        """Insert a certificate, or put it in the place of the one of its standing."""

    def remove(self, branch: str, standing: Standing, certificate_sha256: bytes) -> bool:
        """Remove a certificate; whether it was this one and still there."""

    def remove_all(self, branch: str) -> None:
        """Remove those of a branch."""


class Counters(Protocol):
    """One row per user: the message number and what guards it (protocol §5)."""

    def get(self, user: int, *, lock: bool = False) -> CounterRecord | None:
        """The user's row, or ``None`` when there is no such user; ``lock`` takes it for update."""

    def all(self) -> tuple[CounterRecord, ...]:
        """Every user in order of ID."""

    def add(self, user: int) -> None:
        """Insert a user with n = 0, active, not enrolled; ``CONFLICT`` when there is one."""

    def advance(self, user: int, generation: int) -> int | None:
        """Add one to n where the user is active in this generation; the new n, or ``None`` when not so."""

    def set_status(self, user: int, status: UserStatus) -> None:
        """Put the user on the exit list or take the user off it."""

    def raise_to(self, n: int) -> None:
        """Set every user's n to ``n``, those excepted whose n is as high already (protocol §5.7)."""

    def set_generation(self, user: int, generation: int) -> None:
        """Make a generation the current one; n stays."""


class Generations(Protocol):
    """Enrolments of users."""

    def get(self, user: int, generation: int) -> GenerationRecord | None:
        """One enrolment, or ``None``."""

    def of_user(self, user: int) -> tuple[GenerationRecord, ...]:
        """Every enrolment of a user, oldest first."""

    def add(self, record: GenerationRecord) -> None:
        """Insert an enrolment."""

    def set_status(self, user: int, generation: int, status: GenerationStatus) -> None:
        """Change the status of one enrolment."""

    def set_model(self, user: int, generation: int, digest: bytes) -> None:
        """Note that every finger of one enrolment gave a key with a model (SHA-256)."""


class Grants(Protocol):
    """Which branch serves which user (protocol §2.5)."""

    def exists(self, branch: str, user: int, *, lock: bool = False) -> bool:
        """Whether there is a grant; ``lock`` shares its row against withdrawal."""

    def add(self, branch: str, user: int, at: datetime) -> None:
        """Insert a grant."""

    def remove(self, branch: str, user: int) -> bool:
        """Withdraw a grant; whether there was one."""

    def branches_of(self, user: int) -> tuple[str, ...]:
        """The branches that serve a user, in order of name."""

    def users_of(self, branch: str) -> tuple[int, ...]:
        """The users that a branch serves, in order of ID."""


class Images(Protocol):
    """What images there are and to whom they are released (protocol §2.6)."""

    def get(self, image: str, *, lock: bool = False) -> ImageRecord | None:
        """The image or its tombstone, or ``None``; ``lock`` takes its row for update."""

    def all(self) -> tuple[ImageRecord, ...]:
        """Every image that is held, in order of ID."""

    def removed(self) -> tuple[ImageRecord, ...]:
        """Every tombstone in order of ID."""

    def add(self, record: ImageRecord) -> None:
        """Insert an image and its release; ``CONFLICT`` when the ID is taken."""

    def released(self, branch: str, user: int) -> tuple[ImageRecord, ...]:
        """The images released to this user at this branch, in order of ID."""

    def is_released(self, image: str, branch: str, user: int) -> bool:
        """Whether the image exists for this user at this branch."""

    def share(self, image: str) -> None:
        """Share the image's row against a change of its release (protocol §5.3)."""

    def set_release(self, image: str, release: Release) -> None:
        """Replace to whom an image is released; to nobody withdraws it."""

    def remove(self, image: str, removal: Removal) -> None:
        """Make an image a tombstone, released to nobody: its ID stays taken for ever."""
