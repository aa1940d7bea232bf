"""DICOM files made for the tests; of nobody."""

from __future__ import annotations

import io

import numpy as np
from pydicom import Dataset, FileMetaDataset, dcmwrite
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

PATIENT = "Nebuchadnezzar^Unmistakable"
"""The name of a patient who does not exist, to search for."""


def dataset(*, rows: int = 16, columns: int = 24, frames: int = 1, patient: str = "") -> Dataset:
    """A grey picture of 16 bits in so many frames."""
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    made.file_meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["a test"])
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.SOPClassUID = SecondaryCaptureImageStorage
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID
    made.PatientName, made.PatientID = patient, ""
    made.Rows, made.Columns, made.NumberOfFrames = rows, columns, frames
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 12, 11, 0
    pixels = np.arange(rows * columns * frames, dtype="<u2") % 4096
    made.PixelData = pixels.tobytes()
    return made


def written(made: Dataset) -> bytes:
    """The file of a data set."""
    buffer = io.BytesIO()
    dcmwrite(buffer, made, enforce_file_format=True)
    return buffer.getvalue()


def dicom(*, patient: str = "", frames: int = 1) -> bytes:
    """A small DICOM file."""
    return written(dataset(patient=patient, frames=frames))
