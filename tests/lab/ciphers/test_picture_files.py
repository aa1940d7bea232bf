"""Pictures and their dates from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.ciphers.paper_002.timestamp import a_second_later
from lab.ciphers.picture_files import png_bytes, read_source
from shared.errors import Code, Failure
from tests.lab.batteries.images.drawn_pictures import noise, ramp

TAKEN, CHANGED = "2010:05:11 21:17:51", "2012:01:02 03:04:05"
DATE_TIME, EXIF_FOLDER, ORIGINAL = 306, 0x8769, 36867


def exif(changed: str | None = None, taken: str | None = None) -> Image.Exif:
    made = Image.Exif()
    if changed is not None:
        made[DATE_TIME] = changed
    if taken is not None:
        made.get_ifd(EXIF_FOLDER)[ORIGINAL] = taken
    return made


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        pytest.param({"changed": CHANGED, "taken": TAKEN}, TAKEN, id="the original date first"),
        pytest.param({"changed": CHANGED}, CHANGED, id="else the other"),
        pytest.param({"changed": CHANGED, "taken": "0000:00:00 00:00:00"}, CHANGED, id="a clock never set"),
        pytest.param({"taken": "yesterday"}, None, id="no date"),
        pytest.param({"changed": CHANGED + "\0"}, CHANGED, id="with its closing zero"),
        pytest.param({}, None, id="no EXIF"),
    ],
)
@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_the_date_of_a_picture(tmp_path: Path, fields: dict[str, str], date: str | None, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    Image.fromarray(ramp(16)).save(path, exif=exif(**fields))
    assert read_source(path).timestamp == date


@pytest.mark.parametrize("shape", [pytest.param((5, 8), id="grey"), pytest.param((5, 8, 3), id="colour")])
def test_png_keeps_every_bit(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(png_bytes(noise(1, *shape)))
    assert np.array_equal(read_source(path).pixels, noise(1, *shape))


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        pytest.param(lambda: Image.fromarray(np.zeros((4, 4), np.uint16)), "more than 8 bits", id="16 bits"),
        pytest.param(lambda: Image.new("RGBA", (4, 4)), "not 8-bit grey or RGB", id="transparency"),
        pytest.param(lambda: Image.new("P", (4, 4)), "not 8-bit grey or RGB", id="palette"),
        pytest.param(lambda: Image.new("1", (4, 4)), "not 8-bit grey or RGB", id="one bit"),
        pytest.param(lambda: Image.new("1", (5000, 4000)), "more than 16,000,000 pixels", id="too large"),
    ],
)
def test_other_pictures_are_refused(tmp_path: Path, picture, said: str) -> None:
    path = tmp_path / "picture.png"
    picture().save(path)
    with pytest.raises(Failure, match=said) as refusal:
        read_source(path)
    assert refusal.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(None, Code.NOT_FOUND, id="no file"),
        pytest.param(b"", Code.INVALID_INPUT, id="empty"),
        pytest.param(png_bytes(ramp(16))[:44], Code.INVALID_INPUT, id="cut off"),
        pytest.param(b"GIF89a", Code.INVALID_INPUT, id="another format"),
    ],
)
def test_unreadable_files_are_refused(tmp_path: Path, data: bytes | None, code: Code) -> None:
    path = tmp_path / "picture.png"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Failure) as refusal:
        read_source(path)
    assert refusal.value.code is code


def test_the_next_second_may_be_another_year() -> None:
    assert a_second_later("2019:12:31 23:59:59") == "2020:01:01 00:00:00"
