"""Remove an image for ever (protocol §2.6, §6): its content goes, a tombstone keeps its ID."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from server.ports import Actor, Event, ImageRecord, Office, Removal
from server.services.administration.lookups import find_image
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


class RemovalStep(enum.StrEnum):
    """What a removal does, or did, about one image."""

    REMOVED = "removed"
    FILE_DELETED = "its file deleted"
    """The image was removed before and its file was still there: a removal that was cut short."""
    NOTHING = "already removed"


@dataclass(frozen=True)
class RemovedImage:
    """An image or its tombstone, and what was done about it."""

    record: ImageRecord
    step: RemovalStep


def preview_removal(office: Office, image_id: str) -> RemovedImage:
    """Say what :func:`remove_image` would do; the record is the image's as it is now.

    Raises:
        Failure: ``INVALID_INPUT``, ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        record = find_image(transaction, image_id)
    return RemovedImage(record, _due(office, record))


def remove_image(office: Office, image_id: str, actor: Actor) -> RemovedImage:
    """Remove an image: nobody may have it any more, running transfers of it are broken off, its file goes.

    What was delivered cannot be recalled. A second call finishes a first one that was cut short.

    Args:
        office: the head office.
        image_id: the image.
        actor: who does it, and why.

    Returns:
        The tombstone, and what there was to do.

    Raises:
        Failure: ``INVALID_INPUT``; ``NOT_FOUND``; ``STORAGE_UNAVAILABLE``, and when the image is removed
            already and only its file could not be deleted, the sentence says so.
    """
    with office.database.write() as transaction:
        record = find_image(transaction, image_id, lock=True)
        step = _due(office, record)
        if step is RemovalStep.NOTHING:
            return RemovedImage(record, step)
        entry = signed_entry(actor, Event.IMAGE_REMOVED, what=_said(step), image=image_id, size=record.size)
        if step is RemovalStep.REMOVED:
            removal = Removal(office.clock.now(), entry.reason)
            transaction.images.remove(image_id, removal)
        transaction.audit.append(entry)
        stone = find_image(transaction, image_id)
    # Only now: an image that is still in the registry has its file whatever happens, and a tombstone whose
    # file is left is found by the doctor and finished by the next call. No other image can have the ID.
    _delete_file(office, image_id)
    return RemovedImage(stone, step)


def _due(office: Office, record: ImageRecord) -> RemovalStep:
    if record.removal is None:
        return RemovalStep.REMOVED
    return RemovalStep.FILE_DELETED if office.images.exists(record.image) else RemovalStep.NOTHING


def _said(step: RemovalStep) -> str:
    return "" if step is RemovalStep.REMOVED else step.value


def _delete_file(office: Office, image_id: str) -> None:
    try:
        office.images.delete(image_id)
    except Failure:
        sentence = f"Image {image_id} is removed, but its file cannot be deleted just now; remove it again."
        raise Failure(Code.STORAGE_UNAVAILABLE, sentence) from None
