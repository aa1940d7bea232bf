"""``ridgekey-lab data verify``: every way in which a data set can be broken is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab.cli.data import app
from lab.datasets.provenance import claim_folder, write_checksums
from lab.datasets.synthetic_files import Wanted, write_people
from shared.terminal.program import run

PRINT = "Real/1__M_Left_index_finger.BMP"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two synthetic people with altered versions."""
    folder = tmp_path_factory.mktemp("written")
    claim_folder(folder, 4)
    files = [path for person in write_people(folder, [1, 2], Wanted(4, altered=True)) for path in person]
    write_checksums(folder, files)
    return folder


@pytest.fixture
def data_set(written: Path, tmp_path: Path) -> Path:
    """A copy of the people, for one test to change."""
    return Path(shutil.copytree(written, tmp_path / "set"))


def verified(
    capsys: pytest.CaptureFixture[str], folder: Path, *options: str
) -> tuple[int, dict[str, Any], str]:
    code = run(app, "data", ["verify", str(folder), "--format", "json", *options])
    shown = capsys.readouterr()
    return code, json.loads(shown.out), shown.err


def test_a_whole_set_is_counted(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report, complaint = verified(capsys, written)
    assert (code, report["ok"], complaint) == (0, True, "")
    assert [(one["folder"], one["prints"]) for one in report["folders"]] == [
        ("Real", 20),
        ("Altered/Altered-Easy", 60),
        ("Altered/Altered-Medium", 60),
        ("Altered/Altered-Hard", 40),
    ]
    assert report["folders"][0]["sizes"] == {"96x96": 20}
    assert (report["people"], report["people_with_ten_fingers"]) == (2, 2)
    assert report["origin"] == "synthetic seed=4"


def remove_a_print(folder: Path) -> None:
    (folder / PRINT).unlink()


def cut_a_print_off(folder: Path) -> None:
    (folder / PRINT).write_bytes((folder / PRINT).read_bytes()[:500])


def misspell(folder: Path) -> None:
    (folder / PRINT).rename(folder / "Real" / "1_M_Left_index_finger.BMP")


def misplace(folder: Path) -> None:
    shutil.copy(folder / "Altered/Altered-Easy/1__M_Left_index_finger_CR.BMP", folder / "Real")


def exchange(folder: Path) -> None:
    shutil.copy(folder / "Real/1__M_Left_thumb_finger.BMP", folder / PRINT)


def double(folder: Path) -> None:
    shutil.copy(folder / PRINT, folder / "Real" / "01__M_Left_index_finger.bmp")


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        pytest.param(remove_a_print, "1 finger has no unaltered print: 1 left_index.", id="missing"),
        pytest.param(cut_a_print_off, "1__M_Left_index_finger.BMP is not a readable", id="cut off"),
        pytest.param(misspell, "without a name of SOCOFing's: 1_M_Left_index_finger.BMP.", id="misspelt"),
        pytest.param(misplace, "1 file with the name of an altered print", id="misplaced"),
        pytest.param(exchange, "1 print is not the one written to", id="exchanged"),
        pytest.param(double, "1 print is there twice", id="twice"),
    ],
)
def test_what_is_wrong_is_said(
    data_set: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[Path], None], sentence: str
) -> None:
    harm(data_set)
    code, report, complaint = verified(capsys, data_set)
    assert (code, report["ok"]) == (7, False)
    assert any(sentence in problem for problem in report["problems"])
    assert "is not as it should be" in complaint


def test_without_a_record_all_of_socofing_is_expected(
    data_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_set / "synthetic.json").unlink()
    shutil.rmtree(data_set / "Altered" / "Altered-Hard")
    code, report, complaint = verified(capsys, data_set)
    assert code == 7
    for problem in (
        f"{data_set}/Real has 20 prints; SOCOFing has 6,000 there.",
        f"There is no {data_set}/Altered/Altered-Hard; SOCOFing has 14,272 prints there.",
        "598 of 600 people have no print: 3, 4, 5, 6, 7 and 593 more.",
    ):
        assert problem in report["problems"]
    assert "--partial" in complaint
    assert verified(capsys, data_set, "--partial")[0] == 0


def test_the_same_picture_of_two_people_is_found(data_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(data_set / PRINT, data_set / "Real" / "2__F_Left_index_finger.BMP")
    (data_set / "synthetic.json").unlink()
    code, report, _ = verified(capsys, data_set, "--partial")
    assert code == 0
    assert report["identical"] == [["1__M_Left_index_finger.BMP", "2__F_Left_index_finger.BMP"]]


def test_a_person_reads_tables_and_sentences(data_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remove_a_print(data_set)
    assert run(app, "data", ["verify", str(data_set), "--format", "table"]) == 7
    shown = capsys.readouterr()
    assert "Altered/Altered-Easy" in shown.out
    assert "1 finger has no unaltered print: 1 left_index.\n" in shown.err


def test_no_data_set_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, "data", ["verify", str(tmp_path)]) == 2
    assert "is empty; expected Real" in capsys.readouterr().err
