"""Reading folders in SOCOFing's layout."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from lab.datasets.loading import load_prints
from lab.datasets.print_set import COLUMNS, PrintSet, join_sets, load_set
from lab.datasets.socofing_set import read_folder
from lab.datasets.synthetic_set import subject_prints
from shared.errors import Code, Failure

DATA = Path(os.environ.get("RIDGEKEY_DATA", "no data named"))


@pytest.fixture(scope="session")
def made() -> PrintSet:
    """The prints of the written people, made in memory."""
    return join_sets([subject_prints(4, user, repeats=1) for user in (1, 2)])


def test_files_and_memory_hold_the_same_prints(written: Path, made: PrintSet) -> None:
    read = read_folder(written)
    for name in COLUMNS:
        assert np.array_equal(getattr(read, name), getattr(made, name)), name
    assert (read.origin, read.redistributable) == ("synthetic seed=4", True)


def test_outer_folders_are_looked_into(written: Path, tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "SOCOFing" / "SOCOFing"
    shutil.copytree(written / "Real", inner / "Real")
    read = read_folder(tmp_path / "outer")
    assert len(read) == len(read.enrolled()) == 20


def test_prints_that_do_not_say_where_they_come_from_are_not_passed_on(data_set: Path) -> None:
    (data_set / "synthetic.json").unlink()
    read = read_folder(data_set)
    assert (read.origin, read.redistributable) == ("SOCOFing", False)


def test_a_print_that_was_changed_is_not_taken_for_synthetic(data_set: Path) -> None:
    real = data_set / "Real"
    shutil.copy(real / "1__M_Left_index_finger.BMP", real / "2__F_Left_index_finger.BMP")
    read = read_folder(data_set)
    assert (read.origin, read.redistributable) == ("changed since synthetic seed=4", False)


def test_a_print_that_was_added_is_not_taken_for_synthetic(data_set: Path) -> None:
    real = data_set / "Real"
    shutil.copy(real / "1__M_Left_index_finger.BMP", real / "3__M_Left_index_finger.BMP")
    assert not read_folder(data_set).redistributable


def test_some_people_can_be_read_alone(written: Path, tmp_path: Path, made: PrintSet) -> None:
    made.save(tmp_path / "set.npz")
    for place in (written, tmp_path / "set.npz"):
        read = load_prints(place, subjects=[2])
        assert set(read.subjects.tolist()) == {2}
        assert len(read) == 100


def test_progress_counts_the_files(written: Path) -> None:
    seen: list[tuple[int, int]] = []
    read_folder(written, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (200, 200)
    assert seen == sorted(seen)


def misname(data_set: Path) -> None:
    (data_set / "Real" / "1__M_Left_index_finger.BMP").rename(data_set / "Real" / "1_M_Left_index.BMP")


def misplace(data_set: Path) -> None:
    name = "1__M_Left_index_finger_CR.BMP"
    (data_set / "Altered" / "Altered-Easy" / name).rename(data_set / "Real" / name)


def spoil(data_set: Path) -> None:
    (data_set / "Real" / "1__M_Left_index_finger.BMP").write_bytes(b"BM")


def empty(data_set: Path) -> None:
    for folder in (
        "Real",
        "Altered/Altered-Easy",
        "Altered/Altered-Medium",
        "Altered/Altered-Hard",
        "Repeats",
    ):
        shutil.rmtree(data_set / folder)
    (data_set / "Real").mkdir()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        pytest.param(misname, "1_M_Left_index.BMP has no name of SOCOFing's", id="misnamed"),
        pytest.param(misplace, "name of an altered print, but lies in Real", id="misplaced"),
        pytest.param(spoil, "1__M_Left_index_finger.BMP is not a readable", id="spoilt"),
        pytest.param(empty, "has no print", id="empty"),
    ],
)
def test_a_set_with_a_bad_file_is_refused(data_set: Path, harm, sentence: str) -> None:
    harm(data_set)
    with pytest.raises(Failure, match=sentence) as refused:
        read_folder(data_set)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.real_data
def test_real_prints_of_two_people_are_read_as_published(tmp_path: Path) -> None:
    packed = DATA / "socofing"
    if not packed.is_dir():
        pytest.skip("the published data sets are not here; set RIDGEKEY_DATA to their folder")
    import runpy
    import sys

    arguments, sys.argv = sys.argv, ["unpack.py", str(tmp_path), "--levels", "", "--subjects", "1-2"]
    try:
        runpy.run_path(str(packed / "unpack.py"), run_name="__main__")
    finally:
        sys.argv = arguments
    read = read_folder(tmp_path)
    assert len(read) == len(read.enrolled()) == 20
    assert read.fingers.tolist() == [*range(10)] * 2
    read.save(tmp_path / "set.npz")
    assert not load_set(tmp_path / "set.npz").redistributable
