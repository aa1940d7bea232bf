"""How branches, users, images and audit rows look in JSON and in tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.ports import AdministratorRecord, AuditRow, BranchRecord, GenerationRecord, ImageRecord
from server.services.administration import UserView

ADMINISTRATOR_COLUMNS = ("name", "status", "issued_at", "certificate_expires_at")
BRANCH_COLUMNS = ("name", "status", "approved_at", "certificate_expires_at", "certificate_days_left")
USER_COLUMNS = ("user", "status", "generation", "enrolment", "fingers", "branches", "locked_at")
IMAGE_COLUMNS = ("image", "bytes", "media_type", "released_to")
AUDIT_COLUMNS = ("seq", "time", "actor", "event", "user", "n", "image", "reason")
AUDIT_FIELDS = (
    *("seq", "time", "actor", "event", "user", "image", "n", "generation", "finger", "request_id", "attempt"),
    *("suite", "inner", "tls_group", "reason", "count", "bytes", "seconds", "leaf_hash"),
)
"""All that :func:`view_audit_row` names, in its order."""


def view_administrator(record: AdministratorRecord) -> dict[str, Any]:
    """An administrator of another machine."""
    return {
        "name": record.name,
        "status": record.status.value,
        "uri": record.uri,
        "certificate_sha256": record.certificate_sha256.hex(),
        "issued_at": view_time(record.issued_at),
        "certificate_expires_at": view_time(record.certificate_expires_at),
    }


def view_branch(branch: BranchRecord, now: datetime) -> dict[str, Any]:
    """A branch; the days that its certificate has left are negative once it has ended."""
    return {
        "name": branch.name,
        "status": branch.status.value,
        "uri": branch.uri,
        "certificate_sha256": branch.certificate_sha256.hex(),
        "approved_at": view_time(branch.approved_at),
        "certificate_expires_at": view_time(branch.certificate_expires_at),
        "certificate_days_left": (branch.certificate_expires_at - now).days,
    }


def view_user(user: UserView) -> dict[str, Any]:
    """A user; generation 0 is not enrolled."""
    return {
        "user": user.user,
        "status": user.status.value,
        "generation": user.generation,
        "enrolment": None if user.enrolment is None else user.enrolment.value,
        "fingers": [finger.label for finger in user.fingers],
        "branches": list(user.branches),
        "locked_at": list(user.locked_at),
    }


def view_generation(record: GenerationRecord) -> dict[str, Any]:
    """One enrolment of a user."""
    return {
        "user": record.user,
        "generation": record.generation,
        "status": record.status.value,
        "fingers": [finger.label for finger in record.fingers],
        "enrolled_at": view_time(record.enrolled_at),
    }


def view_image(image: ImageRecord) -> dict[str, Any]:
    """An image's entry in the registry."""
    release, removal = image.release, image.removal
    return {
        "image": image.image,
        "bytes": image.size,
        "media_type": image.media_type,
        "stored_at": view_time(image.stored_at),
        "released_to": {
            "everyone": release.everyone,
            "users": list(release.users),
            "branches": list(release.branches),
        },
        "removed_at": None if removal is None else view_time(removal.at),
        "removal_reason": None if removal is None else removal.reason,
    }


def view_audit_row(row: AuditRow) -> dict[str, Any]:
    """An audit row; columns that say nothing are ``None``."""
    entry = row.entry
    return {
        "seq": row.seq,
        "time": view_time(row.time),
        "actor": entry.actor,
        "event": entry.event.value,
        "user": entry.user,
        "image": entry.image,
        "n": entry.n,
        "generation": entry.generation,
        "finger": None if entry.finger is None else entry.finger.label,
        "request_id": None if entry.request_id is None else entry.request_id.hex(),
        "attempt": entry.attempt,
        "suite": entry.suite,
        "inner": entry.inner_cipher,
        "tls_group": entry.tls_group,
        "reason": entry.reason,
        "count": entry.count,
        "bytes": entry.size,
        "seconds": entry.duration,
        "leaf_hash": row.leaf_hash.hex(),
    }


def brief_audit_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """An audit row for one line of a table: the actor without its domain, the time without its year."""
    actor = str(row["actor"]).partition("://")[2].partition("/")[2]
    return {**row, "actor": actor, "time": str(row["time"])[5:-1].replace("T", " ")}


def brief_user(user: Mapping[str, Any]) -> dict[str, Any]:
    """A user for one line of a table: how many fingers, not which."""
    return {**user, "fingers": len(user["fingers"])}


def view_time(time: datetime) -> str:
    """A time as ISO 8601 to the second, in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
