"""List the stored images."""

from __future__ import annotations

from server.ports import ImageRecord, Office


def list_images(office: Office, *, removed: bool = False) -> tuple[ImageRecord, ...]:
    """Every image in order of ID; with ``removed`` the tombstones too.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        held = transaction.images.all()
        gone = transaction.images.removed() if removed else ()
    return tuple(sorted((*held, *gone), key=lambda record: record.image))
