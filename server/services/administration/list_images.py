"""List the stored images."""

from __future__ import annotations

from server.ports import ImageRecord, Office


def list_images(office: Office) -> tuple[ImageRecord, ...]:
    """Every image in order of ID.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return transaction.images.all()
