"""A fingerprint image: read from a lossless file, held, written back.

Prints are personal data: a :class:`Print` shows only its shape, and no failure carries pixels.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from shared.errors import Code, Failure

Pixels = npt.NDArray[np.uint8]

PIXELS_MAX = 4_000_000
"""Largest print accepted, in pixels; a 500 dpi ten-print slap is smaller."""

FILE_MAX_BYTES = 32 << 20
"""Largest file read; the largest print uncompressed in four channels is half of that."""

SIDE_MIN = 32
"""Smallest side accepted, in pixels; below it there are no ridges to speak of."""

_FORMATS = ("PNG", "BMP", "TIFF")
_LOSSY = frozenset({"jpeg", "tiff_jpeg", "webp", "jpeg2000"})


@dataclass(frozen=True, eq=False, repr=False)
class Print:
    """One fingerprint image.

    Attributes:
        pixels: uint8 [height, width], 0 black … 255 white; read-only.
    """

    pixels: Pixels

    def __post_init__(self) -> None:
        """Take a read-only copy of the pixels.

        Raises:
            ValueError: the array is not a two-dimensional one of unsigned bytes.
        """
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 2 or not self.pixels.size:
            raise ValueError("a print's pixels are uint8 [height, width]")
        held = np.array(self.pixels, order="C")
        held.flags.writeable = False
        object.__setattr__(self, "pixels", held)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.pixels.shape[0], self.pixels.shape[1]

    def __repr__(self) -> str:
        """Only the shape: pixels are personal data and never reach a log."""
        return f"Print({self.shape[1]}x{self.shape[0]})"


def load_print(path: Path) -> Print:
    """Read a print of our own from a PNG, BMP or TIFF file; those of others are for ``confined_decoding``.

    Raises:
        Failure: ``INVALID_INPUT`` when the file cannot be read or is no acceptable print (see
            :func:`decode_print`); the sentence names the file.
    """
    return decode_print(read_print_file(path), path.name)


def read_print_file(path: Path) -> bytes:
    """The bytes of a file that may be a print, none of them looked at.

    Raises:
        Failure: ``INVALID_INPUT`` when it cannot be read or is larger than any print; the sentence names it.
    """
    try:
        if path.stat().st_size > FILE_MAX_BYTES:
            raise _refusal(path.name, f"is larger than {FILE_MAX_BYTES >> 20} MiB; crop it to one finger")
        data = path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):  # ValueError: a NUL in the name
        data = None
    if data is None:
        raise _refusal(path.name, "cannot be read; check that the file exists and may be read")
    return data


def decode_print(data: bytes, name: str = "the print") -> Print:
    """Decode a losslessly stored 8-bit grey image; colour is accepted only where all channels are equal.

    Args:
        data: the file's bytes: PNG, BMP or TIFF.
        name: what to call the print in a failure's sentence.

    Raises:
        Failure: ``INVALID_INPUT`` for anything else, naming the print and what to do.
    """
    try:
        with warnings.catch_warnings():
            # What a reader warns of is the file's own text; and sizes are checked below, more strictly.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _check_header(image, name)
                image.load()
                return Print(_grey(image, name))
    except Image.DecompressionBombError:
        raise _refusal(name, f"has more than {PIXELS_MAX:,} pixels; crop it to one finger") from None
    except Failure:
        raise
    except Exception:
        # Pillow's readers answer a damaged file with nearly any exception, TypeError and KeyError among them.
        raise _refusal(name, "is not a readable PNG, BMP or TIFF image; save it again as PNG") from None


def encode_print(print_: Print) -> bytes:
    """Encode a print as an 8-bit grey PNG."""
    buffer = io.BytesIO()
    Image.fromarray(print_.pixels).save(buffer, format="PNG")
    return buffer.getvalue()


def _check_header(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > PIXELS_MAX:
        raise _refusal(name, f"has more than {PIXELS_MAX:,} pixels; crop it to one finger")
    if min(width, height) < SIDE_MIN:
        raise _refusal(name, f"is smaller than {SIDE_MIN}x{SIDE_MIN} pixels; scan it at 500 dpi")
    if getattr(image, "n_frames", 1) != 1:
        raise _refusal(name, "holds more than one picture; save each finger in its own file")
    if str(image.info.get("compression", "")).lower() in _LOSSY:
        raise _refusal(name, "is compressed with loss; save it as PNG")


def _grey(image: Image.Image, name: str) -> Pixels:
    if image.mode == "L":
        return np.asarray(image, np.uint8)
    if image.mode not in ("RGB", "RGBA", "P"):
        raise _refusal(name, "is not an 8-bit grey image; convert it to 8-bit grey")
    channels = np.asarray(image.convert("RGB"), np.uint8)
    if not (channels == channels[:, :, :1]).all():
        raise _refusal(name, "is a colour picture; convert it to 8-bit grey")
    return channels[:, :, 0]


def _refusal(name: str, what: str) -> Failure:
    return Failure(Code.INVALID_INPUT, f"{name} {what}.", field="print")
