"""Whether files are whole DICOM images, found out by a process that has little room and time.

Only that is learnt, and whether tags are filled that may identify a person. What a tag says never leaves the
process that reads it: it answers with one of a few words.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from shared.confined_process import ask
from shared.encoding import unlv
from shared.errors import Code, Failure

MODULE = "shared.stores.dicom_worker"

_READER = "pydicom"
_ROOM_BYTES = 512 << 20
"""For the reader and one decoded frame of the most samples, twice."""
_ROOM_PER_BYTE = 4
"""Copies of the file while it is read."""
_PROCESSOR_SECONDS = 60
_WAIT_SECONDS = 300.0


class Verdict(enum.StrEnum):
    """What the process answers of a file."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    NO_PICTURE = "no picture"
    UNDECODABLE = "undecodable"


_SENTENCES = {
    Verdict.DAMAGED: "is an incomplete or damaged DICOM file; give the whole file",
    Verdict.NO_PICTURE: "is a DICOM file that has no picture, or is cut before it; give one with pixel data",
    Verdict.UNDECODABLE: "has compressed pixels that are damaged or not decoded here; save it uncompressed",
}


@dataclass(frozen=True)
class DicomFacts:
    """What is known of a whole DICOM image.

    Attributes:
        identifying: whether tags that may identify a person are filled.
    """

    identifying: bool


def examine_dicom(files: Sequence[tuple[str, bytes]]) -> list[DicomFacts | Failure]:
    """Read DICOM files that nobody vouches for, pixels included.

    Args:
        files: their names, for the sentences, and their bytes.

    Returns:
        For each what is known, or the ``INVALID_INPUT`` that refuses it.

    Raises:
        Failure: ``LOCAL_FAILURE`` without the extra ``dicom``, or when no further process starts.
    """
    if find_spec(_READER) is None:
        sentence = "DICOM files need pydicom; install RidgeKey with its extra `dicom`."
        raise Failure(Code.LOCAL_FAILURE, sentence)
    found: list[DicomFacts | Failure] = []
    while len(found) < len(files):
        left = files[len(found) :]
        answers = _answers([data for _, data in left])
        if not answers:  # the first of them ended a process of its own
            limit = f"{_PROCESSOR_SECONDS} seconds and the memory that its size allows"
            found.append(_refusal(left[0][0], f"cannot be read within {limit}; give another form of it"))
        found += [_facts(name, answer) for (name, _), answer in zip(left, answers, strict=False)]
    return found


def _answers(contents: list[bytes]) -> list[bytes]:
    """What a process says of the first files, of all unless one of them ends it."""
    room = _ROOM_BYTES + _ROOM_PER_BYTE * max(map(len, contents))
    limits = (str(room), str(_PROCESSOR_SECONDS))
    return ask(MODULE, contents, *limits, wait_seconds=_WAIT_SECONDS)


def _facts(name: str, answer: bytes) -> DicomFacts | Failure:
    word, identifying = unlv(answer, 2)
    verdict = Verdict(word.decode())
    if verdict is not Verdict.WHOLE:
        return _refusal(name, _SENTENCES[verdict])
    return DicomFacts(bool(int.from_bytes(identifying, "big")))


def _refusal(name: str, what: str) -> Failure:
    return Failure(Code.INVALID_INPUT, f"{name} {what}.", field="file")
