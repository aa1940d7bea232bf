"""Show one image's registry entry."""

from __future__ import annotations

from server.ports import ImageRecord, Office
from server.services.administration.lookups import find_image


def show_image(office: Office, image_id: str) -> ImageRecord:
    """One image or its tombstone: size, media type, release, removal; never its content.

    Raises:
        Failure: ``INVALID_INPUT``, ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return find_image(transaction, image_id)
