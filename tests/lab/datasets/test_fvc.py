"""FVC databases and their pairs."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.datasets.fvc import FvcSet, all_pairs, fvc_pairs, read_fvc
from shared.errors import Code, Failure

DATA = Path(os.environ.get("RIDGEKEY_DATA", "no data named"))


def database(fingers: int = 10, impressions: int = 8) -> FvcSet:
    numbers = [(101 + finger, 1 + turn) for finger in range(fingers) for turn in range(impressions)]
    return FvcSet(
        [np.zeros((40, 40), np.uint8)] * len(numbers),
        np.array([finger for finger, _ in numbers]),
        np.array([turn for _, turn in numbers]),
    )


def test_the_protocol_has_280_genuine_and_45_impostor_pairs() -> None:
    impressions = database()
    pairs = fvc_pairs(impressions)
    assert (pairs.genuine.sum(), (~pairs.genuine).sum()) == (280, 45)
    impostors = pairs.first[~pairs.genuine], pairs.second[~pairs.genuine]
    assert all((impressions.impressions[side] == 1).all() for side in impostors)


@pytest.mark.parametrize("pairs_of", [fvc_pairs, all_pairs])
def test_no_pair_is_there_twice_or_with_itself(pairs_of) -> None:
    pairs = pairs_of(database())
    both = list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
    assert len({frozenset(pair) for pair in both}) == len(both)
    assert all(one != other for one, other in both)


def test_all_pairs_are_all() -> None:
    pairs = all_pairs(database())
    assert (len(pairs), pairs.genuine.sum()) == (80 * 79 // 2, 280)


def test_files_are_read_in_order_of_their_numbers(tmp_path: Path) -> None:
    for name, grey in (("102_1.png", 3), ("101_10.tif", 2), ("101_2.png", 1)):
        Image.fromarray(np.full((50, 40), grey, np.uint8)).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("")
    read = read_fvc(tmp_path)
    assert [int(pixels[0, 0]) for pixels in read.pixels] == [1, 2, 3]
    assert (read.fingers.tolist(), read.impressions.tolist()) == ([101, 101, 102], [2, 10, 1])


def test_what_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "db.zip").write_bytes(b"PK")
    Image.fromarray(np.zeros((50, 40), np.uint8)).save(tmp_path / "101_1.png")
    Image.fromarray(np.zeros((50, 40), np.uint8)).save(tmp_path / "101_1.bmp")
    (tmp_path / "empty").mkdir()
    for path, sentence in (
        (tmp_path / "absent", "There is no"),
        (tmp_path / "db.zip", "still packed"),
        (tmp_path / "101_1.png", "is a file; name its folder"),
        (tmp_path / "empty", "no impressions named like 101_1.png"),
        (tmp_path, "101_1.bmp and 101_1.png for one impression"),
    ):
        with pytest.raises(Failure, match=sentence) as refused:
            read_fvc(path)
        assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.real_data
def test_fvc2002_db1_b_is_read(tmp_path: Path) -> None:
    packed = DATA / "fvc" / "fvc2002_db1_b.zip"
    if not packed.is_file():
        pytest.skip("the published data sets are not here; set RIDGEKEY_DATA to their folder")
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            if Path(name).suffix in (".png", ".tif"):
                (tmp_path / Path(name).name).write_bytes(archive.read(name))
    read = read_fvc(tmp_path)
    assert len(read) == 80
    assert {pixels.shape for pixels in read.pixels} == {(374, 388)}
    assert len(fvc_pairs(read)) == 325
