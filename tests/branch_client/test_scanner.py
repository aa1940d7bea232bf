"""Scans from files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from branch_client.scanner import FileScanner, FolderScanner, scanner_for
from shared.biometrics.prints import encode_print
from shared.errors import Code, Failure
from shared.identifiers import Finger
from tests.loopback import noise_print, write_print


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two fingers under both kinds of names, and what is to be passed over."""
    names = {
        "left_index.png": 1,
        "Right-Thumb.PNG": 2,
        "17__M_Left_ring_finger.BMP": 3,
        "18__M_Left_middle_finger.png": 4,
        "17__M_Left_middle_finger_CR.png": 5,
    }
    for name, seed in names.items():
        (tmp_path / name).write_bytes(encode_print(noise_print(seed)))
    (tmp_path / "notes.txt").write_text("of the day")
    return tmp_path


@pytest.mark.parametrize(
    ("finger", "seed"), [(Finger.LEFT_INDEX, 1), (Finger.RIGHT_THUMB, 2), (Finger.LEFT_RING, 3)]
)
def test_a_folder_gives_the_finger_that_was_asked_for(folder: Path, finger: Finger, seed: int) -> None:
    scanner = scanner_for(folder)
    assert isinstance(scanner, FolderScanner)
    assert (scanner.scan(17, finger).pixels == noise_print(seed).pixels).all()


def test_a_file_gives_what_it_shows(tmp_path: Path) -> None:
    scanner = scanner_for(write_print(tmp_path, 2))
    assert isinstance(scanner, FileScanner)
    assert (scanner.scan(17, Finger.RIGHT_INDEX).pixels == noise_print(2).pixels).all()


def refused(path: Path, finger: Finger = Finger.LEFT_INDEX) -> str:
    """The sentence of a scan that cannot be read."""
    with pytest.raises(Failure) as caught:
        scanner_for(path).scan(17, finger)
    assert (caught.value.code, caught.value.field) == (Code.INVALID_INPUT, "scan")
    return caught.value.sentence


def test_what_cannot_be_read_is_named_and_does_not_count(folder: Path) -> None:
    (folder / "left_little.png").write_text("no picture")
    (folder / "empty").mkdir()
    (folder / "17__F_Right_thumb_finger.png").write_bytes(encode_print(noise_print(6)))
    sentences = {
        "absent.png": refused(folder / "absent.png"),
        "empty": refused(folder / "empty"),
        "notes.txt": refused(folder / "notes.txt"),
        "left_little.png": refused(folder, Finger.LEFT_LITTLE),
        "left_middle": refused(folder, Finger.LEFT_MIDDLE),
        "two scans of right_thumb": refused(folder, Finger.RIGHT_THUMB),
    }
    for name, sentence in sentences.items():
        assert name in sentence
        assert sentence.endswith("It does not count as an attempt.")
