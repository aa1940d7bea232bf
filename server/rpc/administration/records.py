"""The registry's records as messages of the contract, and back."""

from __future__ import annotations

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from server.ports import (
    BranchRecord,
    BranchStatus,
    CertificateRecord,
    GenerationRecord,
    GenerationStatus,
    ImageRecord,
    Release,
    Removal,
    Standing,
    UserStatus,
)
from server.services.administration import BranchView, CounterView, RemovalStep, RemovedImage, UserView
from shared.identifiers import Finger
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb


def branch_message(branch: BranchRecord) -> pb.Branch:
    """A branch as its message."""
    return pb.Branch(
        name=branch.name,
        uri=branch.uri,
        certificate_sha256=branch.certificate_sha256,
        status=branch.status.value,
        approved_at=moment_message(branch.approved_at),
        certificate_expires_at=moment_message(branch.certificate_expires_at),
    )


def branch_of(message: pb.Branch) -> BranchRecord:
    """A branch from its message."""
    return BranchRecord(
        message.name,
        message.uri,
        message.certificate_sha256,
        BranchStatus(message.status),
        moment_of(message.approved_at),
        moment_of(message.certificate_expires_at),
    )


def branch_view_of(message: pb.GetBranchResponse) -> BranchView:
    """A branch and its users from their message."""
    branch = branch_of(message.branch)
    renewed = _renewed_of(branch.name, message.renewed) if message.HasField("renewed") else None
    return BranchView(branch, tuple(message.users), renewed)


def branch_view_message(view: BranchView) -> pb.GetBranchResponse:
    """A branch and its users as their message."""
    renewed = None if view.renewed is None else _renewed_message(view.renewed)
    return pb.GetBranchResponse(branch=branch_message(view.branch), users=view.users, renewed=renewed)


def _renewed_message(record: CertificateRecord) -> pb.RenewedCertificate:
    return pb.RenewedCertificate(
        certificate_sha256=record.certificate_sha256,
        certificate_expires_at=moment_message(record.certificate_expires_at),
        issued_at=moment_message(record.since),
    )


def _renewed_of(branch: str, message: pb.RenewedCertificate) -> CertificateRecord:
    return CertificateRecord(
        branch,
        Standing.RENEWED,
        message.certificate_sha256,
        moment_of(message.certificate_expires_at),
        moment_of(message.issued_at),
    )


def user_message(user: UserView) -> pb.User:
    """A user as its message."""
    return pb.User(
        user=user.user,
        status=user.status.value,
        generation=user.generation,
        enrolment="" if user.enrolment is None else user.enrolment.value,
        fingers=user.fingers,
        branches=user.branches,
        locked_at=user.locked_at,
    )


def user_of(message: pb.User) -> UserView:
    """A user from its message."""
    return UserView(
        message.user,
        UserStatus(message.status),
        message.generation,
        GenerationStatus(message.enrolment) if message.enrolment else None,
        tuple(map(Finger, message.fingers)),
        tuple(message.branches),
        tuple(message.locked_at),
    )


def generation_message(record: GenerationRecord) -> pb.Generation:
    """An enrolment's entry as its message."""
    return pb.Generation(
        user=record.user,
        generation=record.generation,
        status=record.status.value,
        model_digest=record.model_digest,
        fingers=record.fingers,
        enrolled_at=moment_message(record.enrolled_at),
    )


def generation_of(message: pb.Generation) -> GenerationRecord:
    """An enrolment's entry from its message."""
    return GenerationRecord(
        message.user,
        message.generation,
        GenerationStatus(message.status),
        message.model_digest,
        tuple(map(Finger, message.fingers)),
        moment_of(message.enrolled_at),
    )


def release_message(release: Release) -> pb.Release:
    """A release as its message."""
    return pb.Release(everyone=release.everyone, users=release.users, branches=release.branches)


def release_of(message: pb.Release) -> Release:
    """A release from its message."""
    return Release(message.everyone, tuple(message.users), tuple(message.branches))


def image_message(record: ImageRecord) -> pb.Image:
    """An image's entry as its message."""
    return pb.Image(
        image=record.image,
        size=record.size,
        media_type=record.media_type,
        stored_at=moment_message(record.stored_at),
        release=release_message(record.release),
        removal=None if record.removal is None else _removal_message(record.removal),
    )


def image_of(message: pb.Image) -> ImageRecord:
    """An image's entry from its message."""
    return ImageRecord(
        message.image,
        message.size,
        message.media_type,
        moment_of(message.stored_at),
        release_of(message.release),
        _removal_of(message.removal) if message.HasField("removal") else None,
    )


def _removal_message(removal: Removal) -> pb.Removal:
    return pb.Removal(at=moment_message(removal.at), reason=removal.reason)


def _removal_of(message: pb.Removal) -> Removal:
    return Removal(moment_of(message.at), message.reason if message.HasField("reason") else None)


def removed_of(message: pb.RemoveImageResponse | pb.PreviewRemovalResponse) -> RemovedImage:
    """What a removal did or would do, from its message."""
    return RemovedImage(image_of(message.image), RemovalStep(message.step))


def counter_message(view: CounterView) -> pb.GetCounterResponse:
    """Where a counter stands as its message."""
    return pb.GetCounterResponse(
        user=view.user, n=view.n, epoch=view.epoch, counter=view.counter, next_finger=view.next_finger
    )


def counter_of(message: pb.GetCounterResponse) -> CounterView:
    """Where a counter stands, from its message."""
    following = Finger(message.next_finger) if message.HasField("next_finger") else None
    return CounterView(message.user, message.n, message.epoch, message.counter, following)


def moment_message(moment: datetime) -> Timestamp:
    """An aware time as its message, to the microsecond."""
    message = Timestamp()
    message.FromDatetime(moment)
    return message


def moment_of(message: Timestamp) -> datetime:
    """An aware UTC time from its message."""
    return message.ToDatetime(UTC)
