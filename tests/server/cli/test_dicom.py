"""``ridgekey image put`` of DICOM files: stored unaltered, and what their tags say goes nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli.office import opened
from shared.stores import dicom_files
from tests.command_lines import Outcome, ridgekey
from tests.dicom_samples import PATIENT, dicom
from tests.server.database_file import run_sql
from tests.staffed_homes import ONE_PRINT, Homes

NAME = PATIENT.encode()


def put(homes: Homes, *words: str | Path) -> Outcome:
    """Run ``ridgekey image put … --everyone``."""
    return ridgekey("image", "put", *words, "--everyone", home=homes.office)


@pytest.fixture
def scan(homes: Homes) -> Path:
    """A DICOM file with a patient's name in it."""
    file = homes.folder / "scan-7.dcm"
    file.write_bytes(dicom(patient=PATIENT))
    return file


def test_it_is_stored_unaltered_and_nobody_is_named(homes: Homes, scan: Path) -> None:
    data = scan.read_bytes()
    assert NAME in data
    done = put(homes, scan, "--id", "ct-1")
    assert (done.code, done.data["media_type"], done.data["bytes"]) == (0, "application/dicom", len(data))
    assert "scan-7.dcm: DICOM tags are filled that may identify a person" in done.sentence
    with opened(homes.office) as office:
        stored = office.images.get("ct-1")
    assert (stored.data, stored.media_type) == (data, "application/dicom")
    scan.unlink()
    exported = homes.folder / "log.jsonl"
    assert ridgekey("audit", "export", exported, home=homes.office).code == 0
    tables = ("SELECT * FROM image", "SELECT * FROM audit")
    rows = [run_sql(homes.office, each, as_attacker=False) for each in tables]
    said = json.dumps(rows, default=str) + done.out + done.err
    assert not any(part in said for part in PATIENT.split("^"))
    assert [name for name, data in homes.everything().items() if NAME in data] == []


def test_no_tag_is_told_of_a_refused_file(homes: Homes, scan: Path) -> None:
    scan.write_bytes(scan.read_bytes()[:-2])
    before = homes.everything()
    refused = put(homes, scan, "--id", "ct-1")
    assert (refused.code, refused.out) == (2, "")
    assert refused.sentence == "scan-7.dcm is an incomplete or damaged DICOM file; give the whole file."
    assert homes.everything() == before


def test_a_series_is_stored_with_one_word_about_its_tags(homes: Homes, scan: Path) -> None:
    folder = homes.folder / "series"
    folder.mkdir()
    for number in range(4):
        patient = "" if number == 3 else PATIENT
        (folder / f"slice-{number}.dcm").write_bytes(dicom(patient=patient, frames=number + 1))
    (folder / "slice-4.dcm").write_bytes(scan.read_bytes()[:300])
    (folder / "left.png").write_bytes(ONE_PRINT.read_bytes())
    done = put(homes, folder)
    assert done.code == 2
    found = [(item["image"], item["media_type"], item["result"]) for item in done.data["items"]]
    assert found == [
        ("left", "image/png", "stored"),
        *((f"slice-{number}", "application/dicom", "stored") for number in range(4)),
        ("slice-4", None, "refused"),
    ]
    refusal, warning = done.err.splitlines()
    assert refusal.startswith("slice-4.dcm ")
    assert warning.startswith("slice-0.dcm and 2 more: DICOM tags")
    assert put(homes, folder / "slice-0.dcm").err == ""  # it was told when it was stored


def test_without_the_extra_other_images_are_stored(
    homes: Homes, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_files, "find_spec", lambda _: None)
    one = put(homes, scan, "--id", "ct-1")
    assert (one.code, one.out) == (1, "")
    assert "install RidgeKey with its extra `dicom`" in one.sentence
    both = put(homes, scan, ONE_PRINT)
    assert [item["result"] for item in both.data["items"]] == ["refused", "stored"]
    assert both.code == 1
