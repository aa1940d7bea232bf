"""The process that reads DICOM files of others (:mod:`shared.confined_process`), with the extra ``dicom``.

Started as ``python -m shared.stores.dicom_worker MEMORY_BYTES PROCESSOR_SECONDS``. A question is a file, its
answer ``lv(verdict, identifying)``.
"""

from __future__ import annotations

import io
import sys
import warnings

from pydicom import Dataset, dcmread
from pydicom.dataelem import RawDataElement
from pydicom.encaps import generate_frames
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import get_expected_length, iter_pixels
from pydicom.uid import UID, JPEGBaseline8Bit

from shared.confined_process import confine, serve
from shared.encoding import lv
from shared.stores.dicom_files import Verdict

_DECODED_SAMPLES_MAX = 64_000_000
"""Above this the frames that are left are taken by their structure, as other large images are."""

_PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_UNDEFINED_LENGTH = 0xFFFFFFFF

_IDENTIFYING = (
    "PatientName",
    "PatientID",
    "OtherPatientNames",
    "OtherPatientIDsSequence",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientBirthName",
    "PatientMotherBirthName",
    "PatientAddress",
    "PatientTelephoneNumbers",
    "PatientComments",
    "ResponsiblePerson",
    "MilitaryRank",
    "InstitutionName",
    "InstitutionAddress",
    "ReferringPhysicianName",
    "PerformingPhysicianName",
    "NameOfPhysiciansReadingStudy",
    "OperatorsName",
    "RequestingPhysician",
    "AccessionNumber",
)
"""Those of the Basic Application Level Confidentiality Profile (DICOM PS3.15, table E.1-1) that name or
number a person or a place by themselves."""


def main() -> None:
    """Answer until the input ends."""
    memory_bytes, processor_seconds = map(int, sys.argv[1:])
    warnings.simplefilter("ignore")
    get_decoder(JPEGBaseline8Bit).is_available  # noqa: B018  imports every decoder before the room gets narrow
    confine(memory_bytes, processor_seconds)
    serve(_examine)


def _examine(data: bytes) -> bytes:
    verdict, identifying = examine(data)
    return lv(verdict.value, identifying)


def examine(data: bytes) -> tuple[Verdict, bool]:
    """Read a DICOM file.

    Args:
        data: the whole file.

    Returns:
        What it is, and whether a tag that may identify a person is filled.

    Raises:
        MemoryError: it takes more than there is; which is for the other end to say.
    """
    try:
        dataset = dcmread(io.BytesIO(data))
        verdict = _verdict(dataset)
        return verdict, verdict is Verdict.WHOLE and _identifies(dataset)
    except MemoryError:
        raise
    except Exception:  # a damaged file makes the readers raise almost anything
        return Verdict.DAMAGED, False


def _verdict(dataset: Dataset) -> Verdict:
    if any(_is_cut(dataset.get_item(tag)) for tag in dataset.keys()):  # noqa: SIM118  items() reads them all
        return Verdict.DAMAGED
    if not any(name in dataset for name in _PIXELS):
        return Verdict.NO_PICTURE
    syntax = dataset.file_meta.TransferSyntaxUID
    frame_samples = int(dataset.Rows) * int(dataset.Columns) * int(dataset.SamplesPerPixel)
    frames = int(dataset.get("NumberOfFrames") or 1)
    if frame_samples <= 0 or frames <= 0:
        return Verdict.DAMAGED
    decoded = min(frames, _DECODED_SAMPLES_MAX // frame_samples)
    if not _decodes(dataset, decoded):
        return Verdict.UNDECODABLE if syntax.is_encapsulated else Verdict.DAMAGED
    return Verdict.WHOLE if decoded == frames or _has_frames(dataset, syntax, frames) else Verdict.DAMAGED


def _is_cut(element: object) -> bool:
    """Whether the file ends within an element, which the reader says nothing of."""
    if not isinstance(element, RawDataElement) or element.length == _UNDEFINED_LENGTH:
        return False
    return len(element.value or b"") != element.length


def _decodes(dataset: Dataset, frames: int) -> bool:
    """Whether the first frames do, with what is installed here."""
    try:
        return frames == 0 or sum(1 for _ in iter_pixels(dataset, indices=range(frames), raw=True)) == frames
    except MemoryError:
        raise
    except Exception:  # decoders raise almost anything
        return False


def _has_frames(dataset: Dataset, syntax: UID, frames: int) -> bool:
    """Whether the pixel data has as many frames as it says, without decoding them."""
    if syntax.is_encapsulated:
        return sum(1 for _ in generate_frames(dataset.PixelData, number_of_frames=frames)) == frames
    (name,) = (name for name in _PIXELS if name in dataset)
    return len(dataset[name].value) >= get_expected_length(dataset)


def _identifies(dataset: Dataset) -> bool:
    if str(dataset.get("PatientIdentityRemoved", "")).strip().upper() == "YES":
        return False
    return any(dataset.get(name) for name in _IDENTIFYING)


if __name__ == "__main__":
    main()
