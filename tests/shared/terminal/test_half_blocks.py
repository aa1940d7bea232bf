"""Pictures drawn as text: their size, their colours, and what is no picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from shared.errors import Code, Failure
from shared.terminal.half_blocks import decode, draw

RED, BLUE = (255, 0, 0), (0, 0, 255)


def file_of(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    """A picture file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def picture(width: int, height: int) -> Image.Image:
    """A grey picture."""
    return Image.new("RGB", (width, height), (128, 128, 128))


@pytest.mark.parametrize(
    ("size", "lines", "columns"),
    [
        pytest.param((40, 20), 10, 40, id="as it is"),
        pytest.param((1, 1), 1, 1, id="a pixel"),
        pytest.param((3, 5), 3, 3, id="an odd number of lines"),
        pytest.param((400, 400), 20, 40, id="too high"),
        pytest.param((1000, 10), 1, 80, id="too wide"),
        pytest.param((1, 1000), 20, 1, id="a thread"),
    ],
)
@pytest.mark.parametrize("colour", [True, False])
def test_a_picture_keeps_its_proportions(
    size: tuple[int, int], lines: int, columns: int, colour: bool
) -> None:
    drawn = draw(picture(*size), 80, 20, colour=colour).plain.split("\n")
    assert (len(drawn), {len(line) for line in drawn}) == (lines, {columns})


def test_two_pixels_share_a_character() -> None:
    text = draw(decode(file_of(np.array([[RED], [BLUE]], np.uint8))), 10, 10, colour=True)
    (span,) = text.spans
    assert not isinstance(span.style, str)
    assert span.style.color is not None
    assert span.style.bgcolor is not None
    assert (tuple(span.style.color.triplet or ()), tuple(span.style.bgcolor.triplet or ())) == (RED, BLUE)


def test_without_colour_light_is_told_from_dark() -> None:
    pixels = np.array([[0, 255], [0, 255]], np.uint8)
    assert draw(decode(file_of(pixels)), 10, 10, colour=False).plain == " @"


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_stretched_rather_than_cut_off(kind: str) -> None:
    pixels = np.array([[1000, 2000, 3000]], np.uint16)
    assert np.asarray(decode(file_of(pixels, kind)))[0, :, 0].tolist() == [0, 128, 255]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1"])
def test_other_kinds_of_pixels(mode: str) -> None:
    buffer = io.BytesIO()
    picture(4, 4).convert(mode).save(buffer, "TIFF")
    assert decode(buffer.getvalue()).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(bytes(128) + b"DICM", id="another kind"),
        pytest.param(file_of(np.zeros((50, 50), np.uint8))[:-30], id="cut short"),
        pytest.param(file_of(np.zeros((8001, 8001), bool)), id="64 million pixels and more"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data: bytes) -> None:
    with pytest.raises(Failure) as refused:
        decode(data)
    assert refused.value.code is Code.INVALID_INPUT
    assert "--view" in refused.value.sentence
