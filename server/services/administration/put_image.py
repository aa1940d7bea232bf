"""Store an image and release it (protocol §2.6)."""

from __future__ import annotations

import re

from server.ports import Actor, Event, ImageRecord, Office, Release, Transaction
from server.services.administration.receivers import checked_release, require_receivers
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure
from shared.identifiers import parse_image_id

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,62}", re.ASCII)


def put_image(
    office: Office, image_id: str, data: bytes, media_type: str, release: Release, actor: Actor
) -> ImageRecord:
    """Store an image under an ID of its own and say who may have it.

    Args:
        office: the head office.
        image_id: its ID, never used before.
        data: the file's bytes, at most ``max_image_bytes``.
        media_type: such as ``image/png``.
        release: everyone, or users, or branches, that are in the registry; exactly one of the three.
        actor: who stores it, and why.

    Raises:
        Failure: ``INVALID_INPUT``, ``ID_OUT_OF_RANGE``, ``TOO_LARGE``; ``NOT_FOUND`` for a user or branch
            that is not there; ``CONFLICT`` when the ID is taken; ``STORAGE_UNAVAILABLE``.
    """
    record = ImageRecord(
        parse_image_id(image_id), len(data), media_type, office.clock.now(), checked_release(office, release)
    )
    if len(data) > office.config.max_image_bytes:
        limit = office.config.max_image_bytes
        raise Failure(Code.TOO_LARGE, f"The image has {len(data)} bytes; this deployment takes {limit}.")
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise Failure(Code.INVALID_INPUT, "The media type must be such as image/png.", field="media_type")
    with office.database.write() as transaction:
        _require_free(transaction, image_id)
        require_receivers(transaction, record.release)
        transaction.images.add(record)
        transaction.audit.append(signed_entry(actor, Event.IMAGE_STORED, image=image_id, size=len(data)))
        # Within the transaction: nobody else can hold this ID, so no other image is ever overwritten, and a
        # failure here rolls the rows back.
        office.images.put(image_id, data, media_type)
    return record


def _require_free(transaction: Transaction, image_id: str) -> None:
    if transaction.images.get(image_id) is not None:
        raise Failure(Code.CONFLICT, f"There is an image {image_id} already; choose another ID.")
