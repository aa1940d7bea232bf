"""What files are, checked before they are stored: pictures here, DICOM files in a process of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Failure
from shared.stores.dicom_files import DicomFacts, examine_dicom
from shared.stores.media_types import DICOM, media_type_of


@dataclass(frozen=True)
class Content:
    """What a whole image file is; ``identifying`` when it has tags that may identify a person."""

    media_type: str
    identifying: bool = False


def contents_of(files: Sequence[tuple[str, bytes]]) -> list[Content | Failure]:
    """Look files over that nobody vouches for.

    Args:
        files: their names, for the sentences, and their bytes.

    Returns:
        For each what it is, or the failure that refuses it: ``INVALID_INPUT`` when it is no whole image,
        ``LOCAL_FAILURE`` when DICOM files cannot be read here.
    """
    found = [_media_type(data, name) for name, data in files]
    places = [place for place, each in enumerate(found) if each == Content(DICOM)]
    for place, facts in zip(places, _examine([files[place] for place in places]), strict=True):
        found[place] = facts if isinstance(facts, Failure) else Content(DICOM, facts.identifying)
    return found


def _media_type(data: bytes, name: str) -> Content | Failure:
    try:
        return Content(media_type_of(data, name))
    except Failure as failure:
        return failure


def _examine(files: Sequence[tuple[str, bytes]]) -> Sequence[DicomFacts | Failure]:
    try:
        return examine_dicom(files)
    except Failure as failure:
        return [failure] * len(files)
