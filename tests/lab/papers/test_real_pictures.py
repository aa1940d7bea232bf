"""Paper 002 on published medical pictures: the same figures on every machine."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from lab.batteries.images.plain_cipher_pair import expected_uaci_pc, uaci_pc
from lab.ciphers.picture_files import read_source
from lab.ciphers.registry import find_cipher

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

DATES = {
    "mri-exif-2004.jpg": "2004:04:23 11:21:42",
    "mri-exif-2010.jpg": "2010:05:11 21:17:51",
    "mri-exif-2016.jpg": "2016:07:22 18:02:51",
    "ct-128.png": None,
    "fundus.jpg": None,
    "chest-xray.jpg": None,
}


@pytest.fixture(scope="module")
def images() -> Path:
    folder = Path(os.environ.get("RIDGEKEY_DATA", "no data named")) / "images"
    if not (folder / "ct-128.png").is_file():
        pytest.skip("the published pictures are not here; set RIDGEKEY_DATA to their folder")
    return folder


@pytest.mark.parametrize("name", DATES)
def test_dates_are_those_of_the_files(images: Path, name: str) -> None:
    assert read_source(images / name).timestamp == DATES[name]


@pytest.mark.parametrize("name", ["mri-exif-2004.jpg", "mri-exif-2010.jpg", "mri-exif-2016.jpg"])
def test_a_dated_picture_comes_back(images: Path, name: str) -> None:
    source, cipher = read_source(images / name), find_cipher("lorenz-mobilenetv2")
    assert source.timestamp is not None
    key = source.timestamp.encode()
    ciphertext = cipher.transform(source.pixels, key)
    assert np.array_equal(cipher.inverse(ciphertext, key), source.pixels)
    found = uaci_pc(source.pixels, ciphertext)
    assert found.within
    assert found.expected == expected_uaci_pc(source.pixels)
