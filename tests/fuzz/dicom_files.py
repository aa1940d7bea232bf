"""DICOM files as the process reads them that has little room and time."""

from __future__ import annotations

import warnings
from contextlib import suppress

from pydicom.uid import RLELossless

from shared.errors import Code, Failure
from shared.stores.dicom_files import Verdict
from shared.stores.dicom_worker import examine
from tests.dicom_samples import PATIENT, dataset, dicom, written


def parse(data: bytes) -> None:
    """Say whether the bytes are a whole DICOM image."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Take a whole DICOM image.

    Raises:
        Failure: it is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a reader says of the file's own text
        verdict, _ = examine(data)
    if verdict is not Verdict.WHOLE:
        raise Failure(Code.INVALID_INPUT)


def seeds() -> dict[str, bytes]:
    """One uncompressed, one packed by run lengths."""
    packed = dataset(frames=2)
    packed.compress(RLELossless)
    return {"plain": dicom(patient=PATIENT), "rle": written(packed)}
