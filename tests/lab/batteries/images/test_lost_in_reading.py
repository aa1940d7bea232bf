"""What Pillow leaves out of a picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lab.batteries.images.lost_in_reading import is_deep, is_transparent, pages
from tests.lab.batteries.images.deep_files import DEEP, one_colour_transparent, several
from tests.lab.batteries.images.drawn_pictures import noise


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def saved(picture: Image.Image, format_name: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_name)
    return buffer.getvalue()


@pytest.mark.parametrize("name", DEEP)
def test_deep_colour_is_told_although_its_mode_is_rgb(name: str) -> None:
    image = opened(DEEP[name]())
    assert is_deep(image)
    assert image.mode == "RGB"
    assert np.array(image).dtype == np.uint8  # readable, and half of it is gone


@pytest.mark.parametrize("format_name", ["PNG", "TIFF", "PPM"])
def test_deep_grey_is_told(format_name: str) -> None:
    grey = Image.fromarray(np.arange(20, dtype=np.uint16).reshape(4, 5))
    assert is_deep(opened(saved(grey, format_name)))


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "BMP", "TIFF", "PPM"])
@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 3)])
def test_nothing_of_a_picture_of_eight_bits_is_lost(format_name: str, shape: tuple[int, ...]) -> None:
    image = opened(saved(Image.fromarray(noise(1, *shape)), format_name))
    assert not is_deep(image)
    assert not is_transparent(image)
    assert pages(image) == 1


def test_a_picture_of_few_levels_is_not_deep() -> None:
    assert not is_deep(opened(b"P5\n2 1\n15\n\x01\x0f"))


def test_a_transparent_colour_is_told() -> None:
    assert is_transparent(opened(one_colour_transparent()))


@pytest.mark.parametrize("format_name", ["PNG", "TIFF"])
def test_further_pages_are_counted(format_name: str) -> None:
    assert pages(opened(several(format_name))) == 2
