"""Administration of the head office of this machine's home: every verb is a service (protocol §2.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from server.bootstrap.admitting import admit_branch
from server.bootstrap.granting import grant_with_package
from server.bootstrap.settings_view import view_settings
from server.ports import (
    Actor,
    AuditQuery,
    AuditRow,
    BranchRecord,
    BranchStatus,
    GenerationRecord,
    GenerationStatus,
    ImageRecord,
    Office,
    Release,
)
from server.services import administration, audit
from server.services.administration import BranchView, CounterView, PutImage, RemovedImage, UserView
from server.services.audit import AuditVerdict, Inclusion
from server.services.verbs import Deployment, Progress, Serving
from shared.protocol.checkpoint import Checkpoint


class OfficeAdministration:
    """The services of one head office for one administrator (:class:`server.services.verbs.Administration`).

    Args:
        office: the head office.
        actor_uri: who asks; the actor in the audit.
        address_of: finds the address that serves, or says why there is none.
    """

    def __init__(self, office: Office, actor_uri: str, address_of: Callable[[Office], str]) -> None:
        self._office = office
        self._actor_uri = actor_uri
        self._address_of = address_of

    def _actor(self, reason: str) -> Actor:
        return Actor(self._actor_uri, reason)

    def deployment(self) -> Deployment:
        """Ranges and limits."""
        config = self._office.config
        return Deployment(
            config.trust_domain,
            config.id_range,
            config.max_image_bytes,
            config.max_request_bytes,
            config.max_deadline_seconds,
        )

    def status(self) -> Serving:
        """How it stands."""
        address = self._address_of(self._office)
        return Serving(address, str(self._office.config.home), administration.status(self._office))

    def settings(self) -> dict[str, Any]:
        """The settings in force."""
        return view_settings(self._office)

    def approve_branch(self, request: bytes, reason: str, *, renew: bool = False) -> bytes:
        """Admit a branch; the admission."""
        return admit_branch(self._office, request, self._actor(reason), renew=renew)

    def list_branches(self) -> tuple[BranchRecord, ...]:
        """Every branch."""
        return administration.list_branches(self._office)

    def show_branch(self, name: str) -> BranchView:
        """One branch and its users."""
        return administration.show_branch(self._office, name)

    def change_branch_status(self, name: str, status: BranchStatus, reason: str) -> BranchRecord:
        """Suspend, resume or revoke."""
        return administration.change_branch_status(self._office, name, status, self._actor(reason))

    def add_user(self, user: int, reason: str) -> UserView:
        """Add a user."""
        administration.add_user(self._office, user, self._actor(reason))
        return self.show_user(user)

    def list_users(self) -> tuple[UserView, ...]:
        """Every user."""
        return administration.list_users(self._office)

    def show_user(self, user: int) -> UserView:
        """One user."""
        return administration.show_user(self._office, user)

    def grant_user(self, user: int, branch: str, reason: str) -> tuple[int, bytes]:
        """Grant a user to a branch; the generation and the package."""
        return grant_with_package(self._office, user, branch, self._actor(reason))

    def ungrant_user(self, user: int, branch: str, reason: str) -> UserView:
        """Withdraw a grant."""
        administration.ungrant_user(self._office, user, branch, self._actor(reason))
        return self.show_user(user)

    def exit_user(self, user: int, reason: str) -> UserView:
        """Put a user on the exit list."""
        administration.exit_user(self._office, user, self._actor(reason))
        return self.show_user(user)

    def readmit_user(self, user: int, reason: str) -> UserView:
        """Take a user off the exit list."""
        administration.readmit_user(self._office, user, self._actor(reason))
        return self.show_user(user)

    def unlock_user(self, user: int, branch: str | None, reason: str) -> tuple[str, ...]:
        """End lock-out."""
        return administration.unlock_user(self._office, user, branch, self._actor(reason))

    def activate_generation(self, user: int, reason: str) -> GenerationRecord:
        """Put the prepared enrolment in force."""
        return administration.activate_generation(self._office, user, self._actor(reason))

    def change_generation(
        self, user: int, generation: int | None, status: GenerationStatus, reason: str
    ) -> GenerationRecord:
        """Taint or revoke an enrolment."""
        return administration.change_generation(self._office, user, generation, status, self._actor(reason))

    def preview_forgetting(self, user: int) -> tuple[int, ...]:
        """Say what forgetting would delete."""
        return administration.preview_forgetting(self._office, user)

    def forget_user(self, user: int, reason: str) -> tuple[int, ...]:
        """Delete prints and secrets."""
        return administration.forget_user(self._office, user, self._actor(reason))

    def put_image(
        self, image: str, data: bytes, media_type: str, release: Release, reason: str, progress: Progress
    ) -> PutImage:
        """Store an image; it is here already."""
        del progress
        return administration.put_image(self._office, image, data, media_type, release, self._actor(reason))

    def preview_put(
        self, image: str, data: bytes, media_type: str, release: Release, progress: Progress
    ) -> PutImage:
        """Say what storing it would do."""
        del progress
        return administration.preview_put(self._office, image, data, media_type, release)

    def check_receivers(self, release: Release) -> Release:
        """The release in order, once everybody it names is found."""
        return administration.check_receivers(self._office, release)

    def list_images(self, *, removed: bool = False) -> tuple[ImageRecord, ...]:
        """Every image; with ``removed`` the tombstones too."""
        return administration.list_images(self._office, removed=removed)

    def show_image(self, image: str) -> ImageRecord:
        """One image's entry."""
        return administration.show_image(self._office, image)

    def release_image(self, image: str, release: Release, reason: str) -> ImageRecord:
        """Say to whom an image is released."""
        return administration.release_image(self._office, image, release, self._actor(reason))

    def preview_removal(self, image: str) -> RemovedImage:
        """Say what removing it would do."""
        return administration.preview_removal(self._office, image)

    def remove_image(self, image: str, reason: str) -> RemovedImage:
        """Remove an image for ever."""
        return administration.remove_image(self._office, image, self._actor(reason))

    def show_counter(self, user: int) -> CounterView:
        """Where a user's number stands."""
        return administration.show_counter(self._office, user)

    def tail_audit(self, rows: int, query: AuditQuery) -> tuple[AuditRow, ...]:
        """The newest rows of a query."""
        return audit.tail_audit(self._office, rows, query)

    def export_audit(self, query: AuditQuery) -> AbstractContextManager[Iterator[AuditRow]]:
        """All rows of a query."""
        return audit.export_audit(self._office, query)

    def verify_audit(self) -> AuditVerdict:
        """Whether the log holds."""
        return audit.verify_audit(self._office)

    def prove_inclusion(self, row: int) -> Inclusion:
        """That the newest checkpoint holds a row."""
        return audit.prove_inclusion(self._office, row)

    def verify_witness(self, witnessed: Checkpoint) -> bool:
        """Whether the log begins as a checkpoint says."""
        return audit.verify_witness(self._office, witnessed)

    def write_checkpoint(self) -> Checkpoint:
        """Sign the log as it is now."""
        return audit.write_checkpoint(self._office)
