"""Administration of a head office on another machine (:class:`server.services.verbs.Administration`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

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
from server.rpc.administration import audit_records, records
from server.rpc.administration.line import Line
from server.services.administration import BranchView, CounterView, PutImage, RemovedImage, Standing, UserView
from server.services.audit import AuditVerdict, Inclusion
from server.services.verbs import Deployment, Progress, Serving
from shared.errors import Code, Failure
from shared.identifiers import IdRange
from shared.protocol.checkpoint import Checkpoint
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb

_ROWS_AT_ONCE = 1000
_ROOM_AROUND_A_CHUNK = 1024

_Record = TypeVar("_Record")


class RemoteAdministration:
    """The verbs as calls on a line.

    Args:
        line: to the head office.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    @cached_property
    def _deployment(self) -> Deployment:
        answer = self._line.call("GetDeployment", pb.GetDeploymentRequest(), pb.GetDeploymentResponse)
        return Deployment(
            answer.trust_domain,
            IdRange(answer.first_user, answer.last_user),
            answer.max_image_bytes,
            answer.max_request_bytes,
            answer.max_deadline_seconds,
        )

    def deployment(self) -> Deployment:
        """Ranges and limits; asked for once."""
        return self._deployment

    @property
    def _patience(self) -> float:
        """How long a call may take that depends on the log or the line; gRPC rounds up what it sends."""
        return 0.9 * self._deployment.max_deadline_seconds

    def status(self) -> Serving:
        """How it stands."""
        answer = self._line.call("GetStatus", pb.GetStatusRequest(), pb.GetStatusResponse)
        revision = answer.schema_revision if answer.HasField("schema_revision") else None
        counts = (answer.branches, answer.users, answer.images, answer.audit_rows)
        return Serving(answer.address, answer.home, Standing(revision, *counts))

    def settings(self) -> dict[str, Any]:
        """The settings in force."""
        answer = self._line.call("GetSettings", pb.GetSettingsRequest(), pb.GetSettingsResponse)
        return _read(lambda: dict(json.loads(answer.json)))

    def approve_branch(self, request: bytes, reason: str, *, renew: bool = False) -> bytes:
        """Admit a branch; the admission."""
        asked = pb.ApproveBranchRequest(request_file=request, reason=reason, renew=renew)
        return self._line.call("ApproveBranch", asked, pb.ApproveBranchResponse).admission_file

    def list_branches(self) -> tuple[BranchRecord, ...]:
        """Every branch."""
        answers = self._line.answers("ListBranches", pb.ListBranchesRequest(), pb.ListBranchesResponse)
        return _read(lambda: tuple(records.branch_of(each) for answer in answers for each in answer.branches))

    def show_branch(self, name: str) -> BranchView:
        """One branch and its users."""
        answer = self._line.call("GetBranch", pb.GetBranchRequest(branch=name), pb.GetBranchResponse)
        return _read(lambda: records.branch_view_of(answer))

    def change_branch_status(self, name: str, status: BranchStatus, reason: str) -> BranchRecord:
        """Suspend, resume or revoke."""
        asked = pb.ChangeBranchStatusRequest(branch=name, status=status.value, reason=reason)
        answer = self._line.call("ChangeBranchStatus", asked, pb.ChangeBranchStatusResponse)
        return _read(lambda: records.branch_of(answer.branch))

    def add_user(self, user: int, reason: str) -> UserView:
        """Add a user."""
        asked = pb.AddUserRequest(user=user, reason=reason)
        answer = self._line.call("AddUser", asked, pb.AddUserResponse)
        return _read(lambda: records.user_of(answer.user))

    def list_users(self) -> tuple[UserView, ...]:
        """Every user."""
        answers = self._line.answers("ListUsers", pb.ListUsersRequest(), pb.ListUsersResponse)
        return _read(lambda: tuple(records.user_of(each) for answer in answers for each in answer.users))

    def show_user(self, user: int) -> UserView:
        """One user."""
        answer = self._line.call("GetUser", pb.GetUserRequest(user=user), pb.GetUserResponse)
        return _read(lambda: records.user_of(answer.user))

    def grant_user(self, user: int, branch: str, reason: str) -> tuple[int, bytes]:
        """Grant a user to a branch; the generation and the package."""
        asked = pb.GrantUserRequest(user=user, branch=branch, reason=reason)
        answer = self._line.call("GrantUser", asked, pb.GrantUserResponse)
        return answer.generation, answer.enrolment_file

    def ungrant_user(self, user: int, branch: str, reason: str) -> UserView:
        """Withdraw a grant."""
        asked = pb.UngrantUserRequest(user=user, branch=branch, reason=reason)
        answer = self._line.call("UngrantUser", asked, pb.UngrantUserResponse)
        return _read(lambda: records.user_of(answer.user))

    def exit_user(self, user: int, reason: str) -> UserView:
        """Put a user on the exit list."""
        asked = pb.ExitUserRequest(user=user, reason=reason)
        answer = self._line.call("ExitUser", asked, pb.ExitUserResponse)
        return _read(lambda: records.user_of(answer.user))

    def readmit_user(self, user: int, reason: str) -> UserView:
        """Take a user off the exit list."""
        asked = pb.ReadmitUserRequest(user=user, reason=reason)
        answer = self._line.call("ReadmitUser", asked, pb.ReadmitUserResponse)
        return _read(lambda: records.user_of(answer.user))

    def unlock_user(self, user: int, branch: str | None, reason: str) -> tuple[str, ...]:
        """End lock-out."""
        asked = pb.UnlockUserRequest(user=user, branch=branch, reason=reason)
        return tuple(self._line.call("UnlockUser", asked, pb.UnlockUserResponse).branches)

    def activate_generation(self, user: int, reason: str) -> GenerationRecord:
        """Put the prepared enrolment in force."""
        asked = pb.ActivateGenerationRequest(user=user, reason=reason)
        answer = self._line.call("ActivateGeneration", asked, pb.ActivateGenerationResponse)
        return _read(lambda: records.generation_of(answer.generation))

    def change_generation(
        self, user: int, generation: int | None, status: GenerationStatus, reason: str
    ) -> GenerationRecord:
        """Taint or revoke an enrolment."""
        asked = pb.ChangeGenerationRequest(
            user=user, generation=generation, status=status.value, reason=reason
        )
        answer = self._line.call("ChangeGeneration", asked, pb.ChangeGenerationResponse)
        return _read(lambda: records.generation_of(answer.generation))

    def preview_forgetting(self, user: int) -> tuple[int, ...]:
        """Say what forgetting would delete."""
        asked = pb.PreviewForgettingRequest(user=user)
        return tuple(self._line.call("PreviewForgetting", asked, pb.PreviewForgettingResponse).generations)

    def forget_user(self, user: int, reason: str) -> tuple[int, ...]:
        """Delete prints and secrets."""
        asked = pb.ForgetUserRequest(user=user, reason=reason)
        return tuple(self._line.call("ForgetUser", asked, pb.ForgetUserResponse).generations)

    def put_image(
        self, image: str, data: bytes, media_type: str, release: Release, reason: str, progress: Progress
    ) -> PutImage:
        """Send an image up; the head office tells its media type by itself."""
        del media_type
        header = pb.PutImageHeader(image=image, release=records.release_message(release), reason=reason)
        return self._send_image(header, data, progress)

    def preview_put(
        self, image: str, data: bytes, media_type: str, release: Release, progress: Progress
    ) -> PutImage:
        """Send an image up that is looked at and not stored."""
        del media_type
        header = pb.PutImageHeader(image=image, release=records.release_message(release), dry_run=True)
        return self._send_image(header, data, progress)

    def _send_image(self, header: pb.PutImageHeader, data: bytes, progress: Progress) -> PutImage:
        header.size = len(data)
        size = self._deployment.max_request_bytes - _ROOM_AROUND_A_CHUNK

        def parts() -> Iterator[pb.PutImageRequest]:
            yield pb.PutImageRequest(header=header)
            for start in range(0, len(data), size):
                yield pb.PutImageRequest(chunk=data[start : start + size])
                progress(min(start + size, len(data)), len(data))

        answer = self._line.send("PutImage", parts(), pb.PutImageResponse, self._patience)
        return _read(lambda: PutImage(records.image_of(answer.image), answer.is_new))

    def check_receivers(self, release: Release) -> Release:
        """The release in order, once everybody it names is found."""
        asked = pb.CheckReleaseRequest(release=records.release_message(release))
        return records.release_of(self._line.call("CheckRelease", asked, pb.CheckReleaseResponse).release)

    def list_images(self, *, removed: bool = False) -> tuple[ImageRecord, ...]:
        """Every image; with ``removed`` the tombstones too."""
        asked = pb.ListAllImagesRequest(removed=removed)
        answers = self._line.answers("ListAllImages", asked, pb.ListAllImagesResponse)
        return _read(lambda: tuple(records.image_of(each) for answer in answers for each in answer.images))

    def show_image(self, image: str) -> ImageRecord:
        """One image's entry."""
        answer = self._line.call("GetImage", pb.GetImageRequest(image=image), pb.GetImageResponse)
        return _read(lambda: records.image_of(answer.image))

    def release_image(self, image: str, release: Release, reason: str) -> ImageRecord:
        """Say to whom an image is released."""
        asked = pb.ReleaseImageRequest(image=image, release=records.release_message(release), reason=reason)
        answer = self._line.call("ReleaseImage", asked, pb.ReleaseImageResponse)
        return _read(lambda: records.image_of(answer.image))

    def preview_removal(self, image: str) -> RemovedImage:
        """Say what removing it would do."""
        asked = pb.PreviewRemovalRequest(image=image)
        answer = self._line.call("PreviewRemoval", asked, pb.PreviewRemovalResponse)
        return _read(lambda: records.removed_of(answer))

    def remove_image(self, image: str, reason: str) -> RemovedImage:
        """Remove an image for ever."""
        asked = pb.RemoveImageRequest(image=image, reason=reason)
        answer = self._line.call("RemoveImage", asked, pb.RemoveImageResponse)
        return _read(lambda: records.removed_of(answer))

    def show_counter(self, user: int) -> CounterView:
        """Where a user's number stands."""
        answer = self._line.call("GetCounter", pb.GetCounterRequest(user=user), pb.GetCounterResponse)
        return _read(lambda: records.counter_of(answer))

    def tail_audit(self, rows: int, query: AuditQuery) -> tuple[AuditRow, ...]:
        """The newest rows of a query."""
        asked = pb.TailAuditRequest(rows=rows, query=audit_records.query_message(query))
        answers = self._line.answers("TailAudit", asked, pb.TailAuditResponse)
        return _read(lambda: tuple(audit_records.row_of(each) for answer in answers for each in answer.rows))

    @contextmanager
    def export_audit(self, query: AuditQuery) -> Iterator[Iterator[AuditRow]]:
        """All rows of a query, asked for in portions; the log only grows, so that they fit together."""
        yield self._rows(query)

    def _rows(self, query: AuditQuery) -> Iterator[AuditRow]:
        found: Sequence[AuditRow] = self._portion(query)
        while found:
            yield from found
            if len(found) < _ROWS_AT_ONCE:
                return
            found = self._portion(replace(query, after=found[-1].seq))

    def _portion(self, query: AuditQuery) -> tuple[AuditRow, ...]:
        asked = pb.ReadAuditRequest(rows=_ROWS_AT_ONCE, query=audit_records.query_message(query))
        answers = self._line.answers("ReadAudit", asked, pb.ReadAuditResponse)
        return _read(lambda: tuple(audit_records.row_of(each) for answer in answers for each in answer.rows))

    def verify_audit(self) -> AuditVerdict:
        """Whether the log holds."""
        seconds = self._patience
        answer = self._line.call("VerifyAudit", pb.VerifyAuditRequest(), pb.VerifyAuditResponse, seconds)
        return audit_records.verdict_of(answer)

    def prove_inclusion(self, row: int) -> Inclusion:
        """That the newest checkpoint holds a row."""
        answer = self._line.call(
            "ProveInclusion", pb.ProveInclusionRequest(row=row), pb.ProveInclusionResponse
        )
        return audit_records.inclusion_of(answer)

    def verify_witness(self, witnessed: Checkpoint) -> bool:
        """Whether the log begins as a checkpoint says."""
        asked = pb.CompareWitnessRequest(checkpoint=witnessed.encode())
        return self._line.call("CompareWitness", asked, pb.CompareWitnessResponse, self._patience).holds

    def write_checkpoint(self) -> Checkpoint:
        """Sign the log as it is now."""
        answer = self._line.call("WriteCheckpoint", pb.WriteCheckpointRequest(), pb.WriteCheckpointResponse)
        return Checkpoint.decode(answer.checkpoint)


def _read(reading: Callable[[], _Record]) -> _Record:
    """What an answer says, unless it has a name that this release does not know."""
    try:
        return reading()
    except ValueError:
        raise Failure(Code.VERSION_UNSUPPORTED) from None
