"""What counts as an image, and as which."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from PIL import Image

from shared.errors import Code, Failure
from shared.stores.media_types import DICOM, file_name_of, media_type_of


def encoded(form: str, mode: str = "L") -> bytes:
    """A small picture in one of Pillow's formats."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert(mode).save(buffer, form)
    return buffer.getvalue()


PNG = encoded("PNG")
JPEG = encoded("JPEG")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(PNG, "image/png", id="PNG"),
        pytest.param(JPEG, "image/jpeg", id="JPEG"),
        pytest.param(encoded("TIFF", "I;16"), "image/tiff", id="TIFF of 16 bits"),
        pytest.param(encoded("BMP"), "image/bmp", id="BMP"),
        pytest.param(encoded("GIF"), "image/gif", id="GIF"),
        pytest.param(encoded("WEBP", "RGB"), "image/webp", id="WebP"),
        pytest.param(bytes(128) + b"DICM" + bytes(100), DICOM, id="DICOM"),
    ],
)
def test_the_content_says_what_it_is(data: bytes, media_type: str) -> None:
    assert media_type_of(data, "file") == media_type


@pytest.mark.fault(28)
@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "not an image", id="empty"),
        pytest.param(b"just some text", "not an image", id="text"),
        pytest.param(b"%PDF-1.7", "not an image", id="PDF"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", "not an image", id="EPS"),
        pytest.param(PNG[: len(PNG) // 2], "incomplete or damaged", id="half a PNG"),
        pytest.param(JPEG[: len(JPEG) // 2], "incomplete or damaged", id="half a JPEG"),
        pytest.param(PNG[:60] + b"\xff" + PNG[61:], "incomplete or damaged", id="an altered PNG"),
    ],
)
def test_what_is_no_image_is_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(Failure, match=f"holiday.png is.*{says}") as refused:
        media_type_of(data, "holiday.png")
    assert refused.value.code is Code.INVALID_INPUT


def test_a_damaged_file_is_taken_without_a_word_of_its_reader(recwarn: pytest.WarningsRecorder) -> None:
    damaged = bytearray(encoded("TIFF"))
    first = int.from_bytes(damaged[4:8], "little")
    entries = int.from_bytes(damaged[first : first + 2], "little")
    damaged[first + 2 + 12 * (entries - 1) + 7] = 4  # the last tag's count, beyond the end of the file
    with suppress(Failure):
        media_type_of(bytes(damaged), "scan.tiff")
    assert not recwarn.list


@pytest.mark.parametrize(
    ("image", "media_type", "name"),
    [
        pytest.param("xray-7", "image/png", "xray-7.png", id="what viewers go by"),
        pytest.param("xray-7.png", "image/png", "xray-7.png", id="not twice"),
        pytest.param("XRAY-7.PNG", "image/png", "XRAY-7.PNG", id="nor in capitals"),
        pytest.param("xray-7.png", "image/jpeg", "xray-7.png.jpg", id="an ID that says something else"),
        pytest.param("ct.1", "application/dicom", "ct.1.dcm", id="a dot in the ID"),
        pytest.param("notes", "application/octet-stream", "notes", id="no kind that is known"),
    ],
)
def test_a_file_is_named_after_its_image(image: str, media_type: str, name: str) -> None:
    assert file_name_of(image, media_type) == name
