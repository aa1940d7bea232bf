"""What an administrator can ask of a head office, wherever it is: the commands' port.

A command calls :class:`Administration` and does not know whether it runs the services on this machine's home
or speaks to a server; the server answers with the very implementation that runs them (protocol §2.7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from server.ports import (
    AuditQuery,
    AuditRow,
    BranchRecord,
    BranchStatus,
    GenerationRecord,
    GenerationStatus,
    ImageRecord,
    Release,
)
from server.services.administration import (
    BranchView,
    CounterView,
    PutImage,
    RemovedImage,
    Standing,
    UserView,
)
from server.services.audit import AuditVerdict, Inclusion
from shared.identifiers import IdRange
from shared.protocol.checkpoint import Checkpoint

Progress = Callable[[int, int], None]
"""Called with the bytes that are on their way and the bytes in all."""


@dataclass(frozen=True)
class Deployment:
    """What has to be known of a head office before anything is asked of it.

    Attributes:
        trust_domain: first part of every identity.
        id_range: the user IDs it admits.
        max_image_bytes: the largest image it stores.
        max_request_bytes: the largest message it takes.
        max_deadline_seconds: the longest deadline it takes.
    """

    trust_domain: str
    id_range: IdRange
    max_image_bytes: int
    max_request_bytes: int
    max_deadline_seconds: float


@dataclass(frozen=True)
class Serving:
    """A head office that serves: the address that answers, its home, what it holds."""

    address: str
    home: str
    standing: Standing


class Administration(Protocol):
    """One administrator's hands on one head office; a ``reason`` goes into the audit with who it is.

    Every method raises the ``Failure`` of the service of the same name.
    """

    def deployment(self) -> Deployment:
        """Ranges and limits."""

    def status(self) -> Serving:
        """How it stands; ``UNREACHABLE`` or ``DRAINING`` when it does not serve."""

    def settings(self) -> dict[str, Any]:
        """The settings in force, as ``config show --format json`` writes them."""

    def approve_branch(self, request: bytes, reason: str, *, renew: bool = False) -> bytes:
        """Admit a branch whose request's fingerprint was settled; the admission."""

    def list_branches(self) -> tuple[BranchRecord, ...]:
        """Every branch."""

    def show_branch(self, name: str) -> BranchView:
        """One branch and its users."""

    def change_branch_status(self, name: str, status: BranchStatus, reason: str) -> BranchRecord:
        """Suspend, resume or revoke."""

    def add_user(self, user: int, reason: str) -> UserView:
        """Add a user."""

    def list_users(self) -> tuple[UserView, ...]:
        """Every user."""

    def show_user(self, user: int) -> UserView:
        """One user."""

    def grant_user(self, user: int, branch: str, reason: str) -> tuple[int, bytes]:
        """Grant a user to a branch; the generation, and the package sealed to the branch."""

    def ungrant_user(self, user: int, branch: str, reason: str) -> UserView:
        """Withdraw a grant."""

    def exit_user(self, user: int, reason: str) -> UserView:
        """Put a user on the exit list."""

    def readmit_user(self, user: int, reason: str) -> UserView:
        """Take a user off the exit list."""

    def unlock_user(self, user: int, branch: str | None, reason: str) -> tuple[str, ...]:
        """End lock-out; the branches at which something was counted."""

    def activate_generation(self, user: int, reason: str) -> GenerationRecord:
        """Put the prepared enrolment in force."""

    def change_generation(
        self, user: int, generation: int | None, status: GenerationStatus, reason: str
    ) -> GenerationRecord:
        """Taint or revoke an enrolment."""

    def preview_forgetting(self, user: int) -> tuple[int, ...]:
        """Say which generations forgetting a user would delete."""

    def forget_user(self, user: int, reason: str) -> tuple[int, ...]:
        """Delete prints and secrets; the generations that are gone."""

    def put_image(
        self, image: str, data: bytes, media_type: str, release: Release, reason: str, progress: Progress
    ) -> PutImage:
        """Store an image; one that takes its way there tells ``progress``."""

    def preview_put(
        self, image: str, data: bytes, media_type: str, release: Release, progress: Progress
    ) -> PutImage:
        """Say what storing it would do."""

    def check_receivers(self, release: Release) -> Release:
        """The release in order, once everybody it names is found."""

    def list_images(self, *, removed: bool = False) -> tuple[ImageRecord, ...]:
        """Every image; with ``removed`` the tombstones too."""

    def show_image(self, image: str) -> ImageRecord:
        """One image's entry."""

    def release_image(self, image: str, release: Release, reason: str) -> ImageRecord:
        """Say to whom an image is released from now on."""

    def preview_removal(self, image: str) -> RemovedImage:
        """Say what removing it would do."""

    def remove_image(self, image: str, reason: str) -> RemovedImage:
        """Remove an image for ever."""

    def show_counter(self, user: int) -> CounterView:
        """Where a user's number stands."""

    def tail_audit(self, rows: int, query: AuditQuery) -> tuple[AuditRow, ...]:
        """The newest rows of a query, oldest first."""

    def export_audit(self, query: AuditQuery) -> AbstractContextManager[Iterator[AuditRow]]:
        """All rows of a query, oldest first, for the length of the block."""

    def verify_audit(self) -> AuditVerdict:
        """Whether the log holds."""

    def prove_inclusion(self, row: int) -> Inclusion:
        """That the newest checkpoint holds a row."""

    def verify_witness(self, witnessed: Checkpoint) -> bool:
        """Whether the log begins as a checkpoint says."""

    def write_checkpoint(self) -> Checkpoint:
        """Sign the log as it is now."""
