"""Finding a data set, and saying what was expected where when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.datasets.layout import find_layout
from lab.datasets.print_set import Severity, View
from shared.errors import Code, Failure


def made(root: Path, *folders: str) -> Path:
    for folder in folders:
        (root / folder).mkdir(parents=True)
    return root


WHOLE = ("Real", "Altered/Altered-Easy", "Altered/Altered-Medium", "Altered/Altered-Hard")


def test_every_folder_has_its_view(tmp_path: Path) -> None:
    found = find_layout(made(tmp_path, *WHOLE, "Repeats/Repeat-2", "Repeats/Repeat-10", "Repeats/other"))
    assert [(one.view, one.severity, one.repeat) for one in found.folders] == [
        (View.ENROLLED, Severity.NONE, 0),
        (View.ALTERED, Severity.EASY, 0),
        (View.ALTERED, Severity.MEDIUM, 0),
        (View.ALTERED, Severity.HARD, 0),
        (View.REPEATED, Severity.NONE, 2),
        (View.REPEATED, Severity.NONE, 10),
    ]


@pytest.mark.parametrize("outer", [".", "SOCOFing", "SOCOFing/SOCOFing"])
def test_folders_around_it_are_looked_into(tmp_path: Path, outer: str) -> None:
    made(tmp_path / outer, *WHOLE)
    assert find_layout(tmp_path).root == tmp_path / outer


def test_a_folder_of_named_prints_is_one_of_unaltered_prints(tmp_path: Path) -> None:
    (tmp_path / "17__M_Left_index_finger.BMP").write_bytes(b"")
    (found,) = find_layout(tmp_path).folders
    assert (found.path, found.view) == (tmp_path, View.ENROLLED)


@pytest.mark.parametrize("part", ["Real", "Altered", "Altered/Altered-Hard"])
def test_a_part_of_a_set_is_sent_to_the_whole(tmp_path: Path, part: str) -> None:
    made(tmp_path, *WHOLE)
    (tmp_path / "Real" / "17__M_Left_index_finger.BMP").write_bytes(b"")
    with pytest.raises(Failure, match=f"only a part of the data set; name {tmp_path}, which"):
        find_layout(tmp_path / part)


def refused(path: Path, sentence: str) -> None:
    with pytest.raises(Failure, match=sentence) as refusal:
        find_layout(path)
    assert refusal.value.code is Code.INVALID_INPUT


def test_what_lies_there_instead_is_said(tmp_path: Path) -> None:
    refused(tmp_path / "absent", "There is no .*absent; name the folder that holds Real and Altered")
    refused(Path("nul\0byte"), "There is no ")
    refused(made(tmp_path, "empty") / "empty", "empty is empty; expected Real and Altered/Altered-Easy")
    made(tmp_path, "packed")
    (tmp_path / "packed" / "archive.zip").write_bytes(b"PK")
    refused(tmp_path / "packed" / "archive.zip", "still packed; unpack it and name the folder")
    refused(tmp_path / "packed", "holds archive.zip, which is still packed; unpack it there")
    refused(made(tmp_path, "stray/Altered-Easy") / "stray", "Altered-Easy lies in .*expected it in .*Altered")
    made(tmp_path, "far/away/Real")
    refused(tmp_path / "far", "is not the data set; name .*far/away, which holds it")
    made(tmp_path, "images")
    (tmp_path / "images" / "one.png").write_bytes(b"")
    refused(tmp_path / "images", "none with SOCOFing's names; expected names like 17__M")
    refused(tmp_path / "images" / "one.png", "is a file; name the folder")
    (tmp_path / "images" / "one.png").rename(tmp_path / "images" / "notes.txt")
    refused(tmp_path / "images", "holds no data set; expected Real")
