"""Pictures before the network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.papers.paper_000.pictures import prepare, read_picture
from shared.errors import Code, Failure
from tests.lab.batteries.images.deep_files import DEEP


def ramp(height: int = 40, width: int = 50) -> np.ndarray:
    """A colour picture in which no two pixels of a row are alike."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows * 5, columns * 5, rows + columns], axis=2).astype(np.uint8)


def test_a_picture_is_resized_and_normalised_with_imagenets_figures() -> None:
    picture = ramp(224, 224)
    prepared = prepare(picture)
    assert prepared.shape == (3, 224, 224)
    assert prepared.dtype == np.float32
    for channel, (mean, deviation) in enumerate([(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)]):
        wanted = (picture[5, 7, channel] / 255 - mean) / deviation
        assert prepared[channel, 5, 7] == pytest.approx(wanted, abs=1e-6)


def test_resizing_averages_all_that_a_pixel_covers() -> None:
    # One bright column in sixteen of a large picture: without antialiasing most of them would be lost.
    picture = np.zeros((448, 224 * 16), np.uint8)
    picture[:, ::16] = 160
    inner = prepare(picture)[0, 100, 20:-20] * 0.229 + 0.485
    assert np.abs(inner * 255 - 10).max() < 2


def test_grey_is_three_equal_channels() -> None:
    grey = ramp()[:, :, 1]
    assert np.array_equal(prepare(grey), prepare(np.repeat(grey[:, :, None], 3, axis=2)))


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        pytest.param(np.full((9, 9, 3), 7, np.uint8), "one colour only", id="one colour"),
        pytest.param(np.full((9, 9), 7, np.uint8), "one colour only", id="one grey"),
        pytest.param(np.ones((1, 1, 3), np.uint8), "one colour only", id="one pixel"),
        pytest.param(np.empty((0, 9, 3), np.uint8), "empty", id="empty"),
        pytest.param(ramp().astype(np.float32), "8-bit", id="floating point"),
        pytest.param(ramp().astype(np.uint16), "8-bit", id="sixteen bits"),
        pytest.param(ramp()[:, :, :2], "neither grey nor colour", id="two channels"),
        pytest.param(ramp()[None], "neither grey nor colour", id="four dimensions"),
    ],
)
def test_what_is_no_picture_is_refused(picture: np.ndarray, said: str) -> None:
    with pytest.raises(Failure, match=said) as refused:
        prepare(picture)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "CMYK"])
def test_files_become_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("picture.tif" if mode == "CMYK" else "picture.png")
    image = Image.fromarray(ramp()).convert(mode)
    image.save(path)
    assert np.array_equal(read_picture(path), np.array(image.convert("RGB")))


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.png"
    Image.fromarray(ramp()).save(whole)
    (tmp_path / "cut.png").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    (tmp_path / "empty.png").touch()
    Image.fromarray(ramp()[:, :, 0].astype(np.uint16)).save(tmp_path / "deep.png")
    (tmp_path / "deep_colour.png").write_bytes(DEEP["PNG"]())
    Image.new("1", (8001, 8000)).save(tmp_path / "large.png")
    said = {
        "cut.png": "no readable picture",
        "text.png": "no readable picture",
        "empty.png": "no readable picture",
        "deep.png": "more than 8 bits",
        "deep_colour.png": "more than 8 bits",
        "large.png": "more than 64,000,000 pixels",
        "none.png": "does not exist",
    }
    for name, sentence in said.items():
        with pytest.raises(Failure, match=sentence) as refused:
            read_picture(tmp_path / name)
        assert refused.value.sentence.startswith(name)
