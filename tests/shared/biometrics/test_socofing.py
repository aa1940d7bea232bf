"""SOCOFing names, and choosing a user's prints from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.biometrics.socofing import ALTERATIONS, PrintName, format_name, parse_name, select_prints
from shared.errors import Code, Failure
from shared.identifiers import Finger

READ = [
    ("17__M_Left_index_finger.BMP", PrintName(17, "M", Finger.LEFT_INDEX)),
    ("600__F_Right_thumb_finger.BMP", PrintName(600, "F", Finger.RIGHT_THUMB)),
    ("17__M_Left_little_finger_CR.BMP", PrintName(17, "M", Finger.LEFT_LITTLE, "CR")),
    ("17__M_Right_ring_finger_Obl.png", PrintName(17, "M", Finger.RIGHT_RING, "Obl")),
    ("017__m_right_middle_finger_zcut.tif", PrintName(17, "M", Finger.RIGHT_MIDDLE, "Zcut")),
]

NOT_READ = [
    "17_M_Left_index_finger.BMP",
    "17__X_Left_index_finger.BMP",
    "17__M_Left_toe_finger.BMP",
    "17__M_Left_index_finger_Blur.BMP",
    "17__M_Left_index_finger.jpg",
    "17__M_Left_index_finger.BMP.txt",
    "__M_Left_index_finger.BMP",
    "-1__M_Left_index_finger.BMP",
    "١٧__M_Left_index_finger.BMP",
    "a/17__M_Left_index_finger.BMP",
    "17__M_Left_index_finger.BMP\n",
    "",
]


@pytest.mark.parametrize(("filename", "name"), READ)
def test_names_are_read(filename: str, name: PrintName) -> None:
    assert parse_name(filename) == name


@pytest.mark.parametrize("filename", NOT_READ)
def test_other_names_are_not(filename: str) -> None:
    assert parse_name(filename) is None


@given(
    st.builds(
        PrintName,
        st.integers(0, 999_999_999),
        st.sampled_from("MF"),
        st.sampled_from(Finger),
        st.none() | st.sampled_from(ALTERATIONS),
    )
)
def test_a_formatted_name_reads_back(name: PrintName) -> None:
    assert parse_name(format_name(name)) == name


def filled(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"")
    return folder


def test_the_users_unaltered_prints_are_chosen_among_others(tmp_path: Path) -> None:
    filled(
        tmp_path,
        "17__M_Right_index_finger.BMP",
        "17__M_Left_thumb_finger.BMP",
        "17__M_Left_thumb_finger_CR.BMP",
        "170__M_Left_ring_finger.BMP",
        "7__F_Left_ring_finger.BMP",
        "notes.txt",
        "stray.png",
    )
    chosen = select_prints(tmp_path, 17)
    assert {finger: path.name for finger, path in chosen.items()} == {
        Finger.LEFT_THUMB: "17__M_Left_thumb_finger.BMP",
        Finger.RIGHT_INDEX: "17__M_Right_index_finger.BMP",
    }
    assert list(chosen) == sorted(chosen)


@pytest.mark.parametrize("below", ["", "SOCOFing/Real", "Real"])
def test_the_data_sets_own_folders_are_found(tmp_path: Path, below: str) -> None:
    filled(tmp_path / below, "17__M_Left_ring_finger.BMP")
    filled(tmp_path / "deeper" / "still", "17__M_Left_little_finger.BMP")
    assert list(select_prints(tmp_path, 17)) == [Finger.LEFT_RING]


def test_other_names_are_taken_in_order(tmp_path: Path) -> None:
    filled(tmp_path, "c.png", "a.PNG", "b.tif", "readme.md")
    chosen = select_prints(tmp_path, 5)
    assert [(finger, path.name) for finger, path in chosen.items()] == [
        (Finger.LEFT_LITTLE, "a.PNG"),
        (Finger.LEFT_RING, "b.tif"),
        (Finger.LEFT_MIDDLE, "c.png"),
    ]


def test_names_that_speak_of_no_finger_are_not_nearly_socofings(tmp_path: Path) -> None:
    filled(tmp_path, "1_spring.png", "17.png", "scan_2.png", "finger-left.png")
    assert len(select_prints(tmp_path, 17)) == 4


def test_files_named_after_fingers_are_those_fingers(tmp_path: Path) -> None:
    filled(tmp_path, "left_index.png", "Left-Thumb.BMP", "right_little.tif", "readme.md")
    chosen = select_prints(tmp_path, 5)
    assert [(finger, path.name) for finger, path in chosen.items()] == [
        (Finger.LEFT_INDEX, "left_index.png"),
        (Finger.LEFT_THUMB, "Left-Thumb.BMP"),
        (Finger.RIGHT_LITTLE, "right_little.tif"),
    ]


def test_another_users_misspelt_name_does_not_matter(tmp_path: Path) -> None:
    filled(tmp_path, "17__M_Left_ring_finger.BMP", "18_M_Left_index_finger.BMP")
    assert list(select_prints(tmp_path, 17)) == [Finger.LEFT_RING]


REFUSED = [
    pytest.param(["17_M_Left_index_finger.BMP"], "17_M_Left_index_finger.BMP is nearly", id="one underscore"),
    pytest.param(["17__M_Left_indx_finger.BMP"], "is nearly a name", id="misspelt finger"),
    pytest.param(["left_index.png", "a.png"], "a.png names no finger", id="only some fingers' names"),
    pytest.param(["left_index.png", "left-index.bmp"], "two prints of the", id="a finger's name twice"),
    pytest.param(["left_index_finger.png"], "is nearly a name", id="neither name"),
    pytest.param(
        ["17__M_Left_ring_finger.BMP", "17__X_Left_index_finger.BMP"],
        "17__X.*nearly",
        id="one of two misspelt",
    ),
    pytest.param([], "no folder with", id="empty folder"),
    pytest.param(["readme.md"], "no folder with", id="no image"),
    pytest.param(["18__M_Left_ring_finger.BMP"], "no unaltered print of user 17", id="another user only"),
    pytest.param(["17__M_Left_ring_finger_CR.BMP"], "no unaltered print of user 17", id="altered only"),
    pytest.param(
        ["17__M_Left_ring_finger.BMP", "17__M_Left_ring_finger.png"], "two prints of", id="a finger twice"
    ),
    pytest.param([f"{i:02}.png" for i in range(11)], "more than ten", id="eleven images"),
]


@pytest.mark.parametrize(("names", "reason"), REFUSED)
def test_folders_that_do_not_say_are_refused(tmp_path: Path, names: list[str], reason: str) -> None:
    filled(tmp_path, *names)
    with pytest.raises(Failure, match=reason) as refused:
        select_prints(tmp_path, 17)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize("name", ["absent", "file.png", "nul\0byte", "x" * 300])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.png").write_bytes(b"")
    with pytest.raises(Failure) as refused:
        select_prints(tmp_path / name, 17)
    assert refused.value.code is Code.INVALID_INPUT
