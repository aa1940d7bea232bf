"""``ridgekey image put`` of many files: names first, then one result a file; repeated without harm."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.cli.image import storing
from tests.command_lines import Outcome, as_process, ridgekey
from tests.staffed_homes import ONE_PRINT, Homes


def picture(shade: int) -> bytes:
    """A small PNG."""
    buffer = io.BytesIO()
    Image.new("L", (8, 8), shade).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def scans(homes: Homes) -> Path:
    """A folder with three pictures, a hidden file and a folder in it."""
    folder = homes.file("scans")
    (folder / "more").mkdir(parents=True)
    (folder / "more" / "deep.png").write_bytes(picture(9))
    for name, shade in {"b.png": 1, "A-2.PNG": 2, "1.2.840.55": 3, ".hidden.png": 4}.items():
        (folder / name).write_bytes(picture(shade))
    return folder


def put(homes: Homes, *words: str | Path) -> Outcome:
    """Run ``ridgekey image put … --everyone``."""
    return ridgekey("image", "put", *words, "--everyone", home=homes.office)


def results(outcome: Outcome) -> list[tuple[str, str]]:
    """What became of each image."""
    return [(item["image"], item["result"]) for item in outcome.data["items"]]


def stored(homes: Homes) -> list[str]:
    """The IDs of all images."""
    items: list[dict[str, Any]] = ridgekey("image", "list", home=homes.office).data["items"]
    return [item["image"] for item in items]


def test_a_folder_is_stored_under_the_names_of_its_files(homes: Homes, scans: Path) -> None:
    done = put(homes, scans, "--reason", "a study")
    assert (done.code, done.err) == (0, "")
    assert results(done) == [("1.2.840.55", "stored"), ("A-2", "stored"), ("b", "stored")]
    assert {**done.data["items"][2]} == {
        "file": str(scans / "b.png"),
        "image": "b",
        "bytes": (scans / "b.png").stat().st_size,
        "media_type": "image/png",
        "result": "stored",
        "reason": None,
        "message": None,
    }
    assert stored(homes) == ["1.2.840.55", "A-2", "b", "scan-1"]
    rows = ridgekey("audit", "tail", "--rows", "3", home=homes.office).data["items"]
    assert [(row["event"], row["image"], row["reason"]) for row in rows] == [
        ("IMAGE_STORED", image, "a study") for image in ("1.2.840.55", "A-2", "b")
    ]


def test_files_and_folders_are_stored_in_their_order(homes: Homes, scans: Path) -> None:
    done = put(homes, scans / "more" / "deep.png", scans, ONE_PRINT)
    assert done.code == 0
    assert [image for image, _ in results(done)] == ["deep", "1.2.840.55", "A-2", "b", ONE_PRINT.stem]


def test_a_repetition_stores_what_is_new_alone(homes: Homes, scans: Path) -> None:
    put(homes, scans / "b.png")
    assert results(put(homes, scans)) == [
        ("1.2.840.55", "stored"),
        ("A-2", "stored"),
        ("b", "already stored"),
    ]
    before = homes.everything()
    again = put(homes, scans)
    assert (again.code, {result for _, result in results(again)}) == (0, {"already stored"})
    one = put(homes, scans / "b.png", "--id", "b")
    assert (one.code, one.data["result"]) == (0, "already stored")
    assert homes.everything() == before


def test_the_exit_code_is_that_of_the_worst(homes: Homes, scans: Path) -> None:
    put(homes, scans / "b.png")
    (scans / "b.png").write_bytes(picture(77))
    (scans / "c.png").write_bytes(b"no picture")
    done = put(homes, scans)
    assert done.code == 5
    assert results(done) == [
        ("1.2.840.55", "stored"),
        ("A-2", "stored"),
        ("b", "refused"),
        ("c", "refused"),
    ]
    assert [item["reason"] for item in done.data["items"]] == [None, None, "CONFLICT", "INVALID_INPUT"]
    assert done.err.splitlines() == [item["message"] for item in done.data["items"] if item["message"]]
    assert "another image b already" in done.err
    assert "c.png is not an image" in done.err


def test_a_dry_run_says_all_of_it_and_stores_nothing(homes: Homes, scans: Path) -> None:
    shutil.copy(ONE_PRINT, scans / "scan-1.png")
    (scans / "c.png").write_bytes(b"no picture")
    before = homes.everything()
    said = put(homes, scans, "--dry-run")
    assert said.code == 2
    assert results(said) == [
        ("1.2.840.55", "would be stored"),
        ("A-2", "would be stored"),
        ("b", "would be stored"),
        ("c", "refused"),
        ("scan-1", "already stored"),
    ]
    one = put(homes, scans / "b.png", "--id", "other", "--dry-run")
    assert (one.code, one.data["result"]) == (0, "would be stored")
    assert homes.everything() == before


@pytest.mark.fault(27)
@pytest.mark.parametrize(
    "name", ["two words.png", "-b.png", ".png.png", "é.png", "a..b.png", "x" * 65 + ".png", "b\n.png", "b_"]
)
def test_a_name_that_gives_no_id_is_refused_before_anything_is_stored(
    homes: Homes, scans: Path, name: str
) -> None:
    (scans / name).write_bytes(picture(5))
    before = homes.everything()
    refused = put(homes, scans / "b.png", scans / name)
    assert (refused.code, refused.out) == (2, "")
    assert "would give no image ID" in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["b.png", "b.tif"], 2, "would both be image b", id="one ID for two files"),
        pytest.param(["b.png", "."], 2, "would both be image b", id="a file and its folder"),
        pytest.param(["b.png", "absent.png"], 3, "no file", id="one of two is not there"),
        pytest.param(["b.png", "empty"], 2, "has no files", id="an empty folder"),
        pytest.param(["b.png", "A-2.PNG", "--id", "c"], 2, "--id names one image", id="one ID given to two"),
        pytest.param([".", "--id", "c"], 2, "--id names one image", id="an ID for a folder"),
        pytest.param(["-"], 2, "has no name", id="standard input without an ID"),
        pytest.param(["b.png", "-"], 2, "has no name", id="standard input besides a file"),
        pytest.param(["b.png", "--reason", "a\nb"], 2, "A reason is", id="a reason of two lines"),
        pytest.param(["b.png", "--for", "99"], 2, "one of --everyone", id="two releases"),
        pytest.param([], 2, "FILE", id="no file"),
    ],
)
def test_a_wrong_command_stores_nothing(
    homes: Homes, scans: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, says: str
) -> None:
    (scans / "b.tif").write_bytes(picture(6))
    (scans / "empty").mkdir()
    monkeypatch.chdir(scans)
    before = homes.everything()
    refused = put(homes, *words)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_receivers_are_looked_for_before_the_first_file(homes: Homes, scans: Path) -> None:
    before = homes.everything()
    refused = ridgekey("image", "put", scans, "--for", "17,99", home=homes.office)
    assert (refused.code, refused.out) == (3, "")
    assert "no user 99" in refused.sentence
    assert homes.everything() == before


def test_a_file_that_is_too_large_holds_up_no_other(
    homes: Homes, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ONE_PRINT, scans / "large.png")
    monkeypatch.setenv("RIDGEKEY_MAX_IMAGE_BYTES", "1000")
    done = put(homes, scans)
    assert done.code == 1
    assert results(done)[-1] == ("large", "refused")
    assert [result for _, result in results(done)[:-1]] == ["stored"] * 3


@pytest.mark.parametrize(("files", "held"), [(1, 1 << 30), (64, 1)], ids=["by number", "by size"])
def test_files_are_held_in_memory_a_few_at_a_time(
    homes: Homes, scans: Path, monkeypatch: pytest.MonkeyPatch, files: int, held: int
) -> None:
    sizes: list[int] = []
    real = storing.contents_of
    monkeypatch.setattr(storing, "contents_of", lambda batch: sizes.append(len(batch)) or real(batch))
    monkeypatch.setattr(storing, "_BATCH_FILES", files)
    monkeypatch.setattr(storing, "_BATCH_BYTES", held)
    assert len(results(put(homes, scans))) == 3
    assert sizes == [1, 1, 1]


def test_people_see_a_table(homes: Homes, scans: Path) -> None:
    shown = as_process(
        "server.cli", "image", "put", scans, "--everyone", "--format", "table", "--home", homes.office
    )
    assert (shown.code, shown.err) == (0, "")
    heading, _, lines = shown.out.partition("result")  # two words of a heading may stand on two lines
    assert sorted(heading.split()) == ["bytes", "file", "image", "media", "type"]
    assert lines.count("stored") == 3
