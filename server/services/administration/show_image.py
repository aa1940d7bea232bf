"""Show one image's registry entry."""

from __future__ import annotations

from server.ports import ImageRecord, Office
from shared.errors import Code, Failure
from shared.identifiers import parse_image_id


def show_image(office: Office, image_id: str) -> ImageRecord:
    """One image: size, media type, release; never its content.

    Raises:
        Failure: ``INVALID_INPUT``, ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        record = transaction.images.get(parse_image_id(image_id))
    if record is None:
        raise Failure(
            Code.NOT_FOUND, f"There is no image {image_id}; `ridgekey image list` shows those stored."
        )
    return record
