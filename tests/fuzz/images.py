"""Image files of every format that a head office takes."""

from __future__ import annotations

from contextlib import suppress

from shared.errors import Failure
from shared.stores.media_types import media_type_of
from tests.fuzz.prints import picture

FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP", "JPEG2000")


def parse(data: bytes) -> None:
    """Say what kind of image the bytes are."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Say what kind of image a file is.

    Raises:
        Failure: it is none, or a damaged one.
    """
    assert "/" in media_type_of(data, "the file")


def seeds() -> dict[str, bytes]:
    """One of each format."""
    found = {format_name.lower(): picture(format_name) for format_name in FORMATS}
    return {**found, "dicom": bytes(128) + b"DICM" + bytes(16)}
