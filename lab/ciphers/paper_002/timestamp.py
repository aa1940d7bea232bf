"""The date of a picture as EXIF writes it: all the key that paper 002 has (step 2)."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

from PIL import Image

from shared.errors import Code, Failure

FORMAT = "%Y:%m:%d %H:%M:%S"
EXAMPLE = "2010:05:11 21:17:51"

SECRET_YEARS = 30
EFFECTIVE_BITS = math.log2(SECRET_YEARS * 365.25 * 86_400)
"""Of a date to the second within thirty years: 29.8 bits."""

_PATTERN = re.compile(r"\d{4}:\d{2}:\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)
_DATE_TIME, _EXIF_FOLDER, _DATE_TIME_ORIGINAL = 306, 0x8769, 36867


def timestamp_of(exif: Image.Exif) -> str | None:
    """DateTimeOriginal of a picture's EXIF data, else DateTime; None where there is neither.

    A date that is none, such as the zeros of a camera without a clock, counts as absent.
    """
    for found in (exif.get_ifd(_EXIF_FOLDER).get(_DATE_TIME_ORIGINAL), exif.get(_DATE_TIME)):
        text = found.rstrip("\0 ") if isinstance(found, str) else ""
        if _is_date(text):
            return text
    return None


def check_timestamp(key: bytes) -> str:
    """The text of a key that is a date.

    Raises:
        Failure: ``INVALID_INPUT`` when it is none.
    """
    text = key.decode("ascii", "replace")
    if not _is_date(text):
        sentence = f"A date is written as in EXIF, YYYY:MM:DD HH:MM:SS, such as {EXAMPLE}."
        raise Failure(Code.INVALID_INPUT, sentence, field="timestamp")
    return text


def a_second_later(timestamp: str) -> str:
    """The nearest other key."""
    return (datetime.strptime(timestamp, FORMAT) + timedelta(seconds=1)).strftime(FORMAT)  # noqa: DTZ007


def _is_date(text: str) -> bool:
    if _PATTERN.fullmatch(text) is None:
        return False
    try:
        datetime.strptime(text, FORMAT)  # noqa: DTZ007  # EXIF names no zone, and none is needed
    except ValueError:
        return False
    return True
