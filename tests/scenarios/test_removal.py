"""An image's life with both ends as processes: put, fetch, remove, then not found (protocol §2.6, §6)."""

from __future__ import annotations

from pathlib import Path

from tests.dicom_samples import PATIENT, dicom
from tests.scenarios.conftest import TEN_FINGERS, Offices, carried, refused_with

USER = str(TEN_FINGERS)


def listed(offices: Offices) -> list[str]:
    """What a branch is told there is for the user."""
    return [item["image"] for item in offices.basra.ask("list", USER)["items"]]


def test_a_removed_image_is_gone_for_everybody(offices: Offices, tmp_path: Path) -> None:
    office, folder = offices.head_office, carried(offices, "series")
    folder.mkdir()
    slices = {f"slice-{number}": dicom(patient=PATIENT, frames=number) for number in (1, 2)}
    for name, data in slices.items():
        (folder / f"{name}.dcm").write_bytes(data)
    put = office.ask("image", "put", folder, "--everyone", "--reason", "a study")
    assert [(item["image"], item["result"]) for item in put["items"]] == [
        ("slice-1", "stored"),
        ("slice-2", "stored"),
    ]
    assert set(slices) <= set(listed(offices))
    for name, data in slices.items():
        fetched = offices.basra.ask("fetch", USER, name, "-o", tmp_path / name)
        assert fetched["bytes"] == len(data)
        assert (tmp_path / name).read_bytes() == data

    office.ask("image", "remove", "slice-1", "--reason", "wrong patient", "--yes")
    assert "slice-1" not in listed(offices)
    for branch in (offices.basra, offices.mosul):
        refused = branch.run("fetch", USER, "slice-1", "-o", tmp_path / "again")
        assert refused_with(refused) == ("IMAGE_NOT_FOUND", 3)
    assert not (tmp_path / "again").exists()
    assert offices.mosul.ask("fetch", USER, "slice-2", "-o", tmp_path / "other")["bytes"]

    refused = office.run("image", "put", folder / "slice-1.dcm", "--id", "slice-1", "--everyone")
    assert refused_with(refused) == ("CONFLICT", 5)
    assert not (office.home / "images" / "slice-1.sealed").exists()
    assert office.ask("image", "show", "slice-1")["removal_reason"] == "wrong patient"
    assert PATIENT.partition("^")[0] not in offices.log.read_text()
    office.ask("image", "remove", "slice-2", "--yes")  # the other scenarios know nothing of these
