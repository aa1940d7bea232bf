"""Store an image and release it (protocol §2.6)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from server.ports import Actor, Event, ImageRecord, Office, Release, Transaction
from server.services.administration.receivers import checked_release, require_receivers
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure
from shared.identifiers import parse_image_id

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,62}", re.ASCII)


@dataclass(frozen=True)
class PutImage:
    """An image as the registry knows it, and whether it is new there."""

    record: ImageRecord
    is_new: bool


def preview_put(office: Office, image_id: str, data: bytes, media_type: str, release: Release) -> PutImage:
    """Say what :func:`put_image` would do; nothing is stored.

    Raises:
        Failure: as :func:`put_image`.
    """
    record = ImageRecord(
        parse_image_id(image_id), len(data), media_type, office.clock.now(), checked_release(office, release)
    )
    if len(data) > office.config.max_image_bytes:
        limit = office.config.max_image_bytes
        raise Failure(Code.TOO_LARGE, f"The image has {len(data)} bytes; this deployment takes {limit}.")
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise Failure(Code.INVALID_INPUT, "The media type must be such as image/png.", field="media_type")
    with office.database.read() as transaction:
        require_receivers(transaction, record.release)
        known = transaction.images.get(image_id)
    if known is None:
        return PutImage(record, is_new=True)
    _require_same(office, known, record.release, data)
    return PutImage(known, is_new=False)


def put_image(
    office: Office, image_id: str, data: bytes, media_type: str, release: Release, actor: Actor
) -> PutImage:
    """Store an image under an ID of its own and say who may have it; a repetition changes nothing.

    Args:
        office: the head office.
        image_id: its ID, never used before but for these very bytes with this release.
        data: the file's bytes, at most ``max_image_bytes``.
        media_type: such as ``image/png``.
        release: everyone, or users, or branches, that are in the registry; exactly one of the three.
        actor: who stores it, and why.

    Raises:
        Failure: ``INVALID_INPUT``, ``ID_OUT_OF_RANGE``, ``TOO_LARGE``; ``NOT_FOUND`` for a user or branch
            that is not there; ``CONFLICT`` when the ID is, or was, another image's, or the release differs;
            ``STORAGE_UNAVAILABLE``.
    """
    wanted = preview_put(office, image_id, data, media_type, release)
    if not wanted.is_new:
        return wanted
    with office.database.write() as transaction:
        _require_free(transaction, image_id)
        require_receivers(transaction, wanted.record.release)
        transaction.images.add(wanted.record)
        transaction.audit.append(signed_entry(actor, Event.IMAGE_STORED, image=image_id, size=len(data)))
        # Within the transaction: nobody else can hold this ID, so no other image is ever overwritten, and a
        # failure here rolls the rows back.
        office.images.put(image_id, data, media_type)
    return wanted


def _require_free(transaction: Transaction, image_id: str) -> None:
    if transaction.images.get(image_id) is not None:
        raise _taken(image_id)


def _require_same(office: Office, known: ImageRecord, release: Release, data: bytes) -> None:
    """What is stored is these bytes, released so: its digest lies in the vault and nowhere else (§7.6)."""
    image_id = known.image
    if known.removal is not None:
        day = f"{known.removal.at:%Y-%m-%d}"
        sentence = f"The ID {image_id} is of an image that was removed on {day}; choose another ID."
        raise Failure(Code.CONFLICT, sentence)
    try:
        stored = office.images.get(image_id)
    except Failure as failure:
        if failure.code not in (Code.NOT_FOUND, Code.INTEGRITY):
            raise
        sentence = f"Image {image_id} is known, but its file is gone or damaged; `ridgekey doctor` says more."
        raise Failure(Code.CONFLICT, sentence) from None
    if stored.sha256 != hashlib.sha256(data).digest():
        raise _taken(image_id)
    if known.release != release:
        sentence = f"Image {image_id} is stored already and released otherwise; see `ridgekey image release`."
        raise Failure(Code.CONFLICT, sentence)


def _taken(image_id: str) -> Failure:
    return Failure(Code.CONFLICT, f"There is another image {image_id} already; choose another ID.")
