"""Says what kind of image a file is, from its content, and refuses what is none."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from shared.errors import Code, Failure

DICOM = "application/dicom"

_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/jp2": ".jp2",
    DICOM: ".dcm",
}
_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP", "JPEG2000")
_DICOM_PREAMBLE_BYTES = 128
_DECODED_PIXELS_MAX = 64_000_000
"""Above this an image is taken by its structure, without being decoded: it would fill the memory."""


def file_name_of(image: str, media_type: str) -> str:
    """The name of an image's file: its ID, and what viewers go by unless the ID ends with that already."""
    suffix = _SUFFIXES.get(media_type, "")
    return image if image.lower().endswith(suffix) else image + suffix


def media_type_of(data: bytes, name: str) -> str:
    """The media type of an image file.

    Args:
        data: the whole file.
        name: its name, for the sentence.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not one of the known formats, or is cut short or damaged.
    """
    if data[_DICOM_PREAMBLE_BYTES:].startswith(b"DICM"):
        return DICOM
    try:
        with warnings.catch_warnings():
            # What a reader warns of is the file's own doing; and the bound on its size is ours, above.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                media_type = Image.MIME[image.format or ""]
                small = image.width * image.height <= _DECODED_PIXELS_MAX
                image.verify()
            if small:
                with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                    image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError):
        known = "PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000 or DICOM"
        raise Failure(Code.INVALID_INPUT, f"{name} is not an image; give a {known} file.") from None
    except Exception:  # a damaged file makes Pillow's decoders raise almost anything
        sentence = f"{name} is an incomplete or damaged image; give the whole file."
        raise Failure(Code.INVALID_INPUT, sentence) from None
    return media_type
