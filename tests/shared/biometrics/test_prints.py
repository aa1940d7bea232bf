"""Reading prints from files, and refusing what is none."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shared.biometrics.prints import (
    FILE_MAX_BYTES,
    PIXELS_MAX,
    SIDE_MIN,
    Print,
    decode_print,
    encode_print,
    load_print,
)
from shared.errors import Code, Failure

GREY = (np.add.outer(np.arange(103) * 3, np.arange(96) * 5) % 256).astype(np.uint8)


def stored(pixels: np.ndarray, kind: str, mode: str | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(pixels)
    (image.convert(mode) if mode else image).save(buffer, format=kind, **options)
    return buffer.getvalue()


def declared_png(width: int, height: int) -> bytes:
    """A PNG whose header declares any size, with no pixels behind it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def two_pages() -> bytes:
    buffer = io.BytesIO()
    page = Image.fromarray(GREY)
    page.save(buffer, format="TIFF", save_all=True, append_images=[page])
    return buffer.getvalue()


def without_width() -> bytes:
    """A TIFF whose directory calls its width something else: Pillow raises TypeError for it."""
    data = stored(GREY, "TIFF")
    width = struct.pack("<HH", 256, 4)
    assert data.count(width) == 1
    return data.replace(width, struct.pack("<HH", 60_000, 4))


def colourful() -> np.ndarray:
    pixels = np.repeat(GREY[:, :, None], 3, axis=2)
    pixels[50, 50] = (10, 20, 30)
    return pixels


ACCEPTED = [
    pytest.param(stored(GREY, "PNG"), id="grey PNG"),
    pytest.param(stored(GREY, "BMP"), id="grey BMP"),
    pytest.param(stored(GREY, "TIFF"), id="grey TIFF"),
    pytest.param(stored(GREY, "TIFF", compression="tiff_lzw"), id="LZW TIFF"),
    pytest.param(stored(GREY, "PNG", "RGB"), id="RGB PNG of equal channels"),
    pytest.param(stored(GREY, "BMP", "RGB"), id="24-bit BMP of equal channels"),
    pytest.param(stored(GREY, "PNG", "RGBA"), id="RGBA PNG of equal channels"),
    pytest.param(stored(GREY, "PNG", "P"), id="palette of greys"),
]


@pytest.mark.parametrize("data", ACCEPTED)
def test_lossless_grey_images_give_their_pixels(data: bytes) -> None:
    assert np.array_equal(decode_print(data).pixels, GREY)


REFUSED = [
    pytest.param(b"", "readable", id="empty"),
    pytest.param(b"not an image at all", "readable", id="text"),
    pytest.param(stored(GREY, "PNG")[:-300], "readable", id="truncated PNG"),
    pytest.param(stored(GREY, "BMP")[:-300], "readable", id="truncated BMP"),
    pytest.param(stored(GREY, "JPEG"), "readable", id="JPEG"),
    pytest.param(stored(GREY, "GIF"), "readable", id="GIF"),
    pytest.param(stored(GREY, "TIFF", compression="jpeg"), "loss", id="JPEG inside a TIFF"),
    pytest.param(two_pages(), "more than one", id="two pages"),
    pytest.param(stored(colourful(), "PNG"), "colour", id="one coloured pixel"),
    pytest.param(stored(GREY.astype(np.uint16) * 200, "PNG"), "8-bit", id="16 bits"),
    pytest.param(stored(GREY, "PNG", "1"), "8-bit", id="black and white"),
    pytest.param(stored(GREY, "PNG", "LA"), "8-bit", id="grey with transparency"),
    pytest.param(stored(GREY[: SIDE_MIN - 1], "PNG"), "smaller", id="too small"),
    pytest.param(declared_png(2000, PIXELS_MAX // 2000 + 1), "pixels", id="a pixel too many"),
    pytest.param(declared_png(60_000, 60_000), "pixels", id="decompression bomb"),
    pytest.param(declared_png(2**31 - 1, 2**31 - 1), "pixels", id="absurd size"),
    pytest.param(declared_png(96, 103), "readable", id="header without pixels"),
    pytest.param(without_width(), "readable", id="TIFF without a width"),
]


@pytest.mark.fault(28)
@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_anything_else_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(Failure, match=reason) as refused:
        decode_print(data, "left.png")
    assert refused.value.code is Code.INVALID_INPUT
    assert refused.value.sentence.startswith("left.png ")
    assert refused.value.field == "print"


@given(place=st.integers(0, 2000), bit=st.integers(0, 7))
def test_a_damaged_file_is_refused_or_still_an_image(place: int, bit: int) -> None:
    data = bytearray(stored(GREY, "PNG"))
    data[place % len(data)] ^= 1 << bit
    try:
        found = decode_print(bytes(data))
    except Failure:
        return
    assert found.pixels.dtype == np.uint8


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_failure(data: bytes) -> None:
    for prefix in (b"", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*"):
        with pytest.raises(Failure):
            decode_print(prefix + data)


def test_encoding_and_decoding_give_the_same_print() -> None:
    assert np.array_equal(decode_print(encode_print(Print(GREY))).pixels, GREY)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "thumb.bmp"
    path.write_bytes(stored(GREY, "BMP"))
    assert load_print(path).shape == (103, 96)


@pytest.mark.parametrize("name", ["absent.png", "folder.png", "nul\0byte.png"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(Failure, match="cannot be read") as refused:
        load_print(tmp_path / name)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.fault(28)
def test_an_oversized_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(FILE_MAX_BYTES + 1)
    with pytest.raises(Failure, match="larger than 32 MiB"):
        load_print(path)


def test_a_print_shows_only_its_shape() -> None:
    assert repr(Print(GREY)) == str(Print(GREY)) == "Print(96x103)"


def test_a_print_cannot_be_changed_behind_its_back() -> None:
    pixels = GREY.copy()
    held = Print(pixels)
    pixels[0, 0] ^= 1
    assert np.array_equal(held.pixels, GREY)
    with pytest.raises(ValueError, match="read-only"):
        held.pixels[0, 0] = 1


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(GREY.astype(float), id="floats"),
        pytest.param(GREY[:, :, None], id="three dimensions"),
        pytest.param(GREY[:0], id="nothing"),
    ],
)
def test_other_arrays_are_a_programming_error(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        Print(pixels)
