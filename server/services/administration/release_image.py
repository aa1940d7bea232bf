"""Change to whom an image is released, or withdraw it (protocol §2.6, §6)."""

from __future__ import annotations

from server.ports import Actor, Event, ImageRecord, Office, Release
from server.services.administration.lookups import find_image
from server.services.administration.receivers import checked_release, require_receivers
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure

NOBODY = Release()
"""The release of an image that was withdrawn."""


def release_image(office: Office, image_id: str, release: Release, actor: Actor) -> ImageRecord:
    """Replace the release of an image; running transfers to whoever has it no longer are broken off.

    Args:
        office: the head office.
        image_id: the image.
        release: everyone, or users, or branches, that are in the registry; or ``NOBODY`` to withdraw it.
        actor: who does it, and why.

    Returns:
        The image with its new release.

    Raises:
        Failure: ``INVALID_INPUT``, ``ID_OUT_OF_RANGE``; ``NOT_FOUND`` for an image, user or branch that is
            not there; ``CONFLICT`` when it is released so already or was removed; ``STORAGE_UNAVAILABLE``.
    """
    wanted = release if release == NOBODY else checked_release(office, release)
    with office.database.write() as transaction:
        record = find_image(transaction, image_id, lock=True)
        _require_held(record)
        require_receivers(transaction, wanted)
        if record.release == wanted:
            raise Failure(Code.CONFLICT, f"Image {image_id} is released so already.")
        transaction.images.set_release(image_id, wanted)
        entry = signed_entry(actor, Event.IMAGE_RELEASE_CHANGED, what=_said(wanted), image=image_id)
        transaction.audit.append(entry)
        return find_image(transaction, image_id)


def _require_held(record: ImageRecord) -> None:
    if record.removal is not None:
        day = f"{record.removal.at:%Y-%m-%d}"
        sentence = f"Image {record.image} was removed on {day}; store it anew under another ID."
        raise Failure(Code.CONFLICT, sentence)


def _said(release: Release) -> str:
    """The kind of release; whom it names may be more than a row of the audit holds."""
    if release.everyone:
        return "to everyone"
    if release.users:
        return f"to {len(release.users)} users"
    return f"to {len(release.branches)} branches" if release.branches else "withdrawn"
