"""Keys from real fingers, where the published data sets are at hand."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.biometrics.models import default_network
from shared.biometrics.prints import Print, decode_print
from shared.biometrics.socofing import parse_name
from shared.identifiers import Finger
from shared.keygen.pipeline import enrol_check, regenerate
from shared.keygen.request import KeyRequest

pytestmark = pytest.mark.real_data

SUBJECTS = (17, 331, 590)


@pytest.fixture(scope="module")
def data_folder() -> Path:
    folder = Path(os.environ.get("RIDGEKEY_DATA", "no data named"))
    if not (folder / "socofing" / "real.zip").is_file():
        pytest.skip("the published data sets are not here; set RIDGEKEY_DATA to their folder")
    return folder


def socofing(folder: Path, subject: int) -> Iterator[tuple[Finger, Print]]:
    """A subject's unaltered prints, straight from the archive."""
    with zipfile.ZipFile(folder / "socofing" / "real.zip") as archive:
        for entry in archive.namelist():
            name = parse_name(Path(entry).with_suffix(".BMP").name)
            if name and name.subject == subject:
                yield name.finger, decode_print(archive.read(entry), entry)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_finger_of_socofing_subjects_enrols(data_folder: Path, subject: int) -> None:
    checks = {
        finger: enrol_check(subject, 1, finger, print_, default_network())
        for finger, print_ in socofing(data_folder, subject)
    }
    assert len(checks) == 10
    assert all(check.assessment.entropy_millibits >= 6000 for check in checks.values())


def test_ten_messages_of_a_real_user_have_ten_keys(data_folder: Path) -> None:
    keys = set()
    for finger, print_ in socofing(data_folder, 17):
        request = KeyRequest(17, 1, finger, epoch=0, counter=finger + 1)
        with regenerate(request, print_, default_network()).key as key:
            keys.add(key.export_bytes())
    assert len(keys) == 10


def test_prints_of_another_sensor_enrol(data_folder: Path) -> None:
    with zipfile.ZipFile(data_folder / "fvc" / "fvc2002_db1_b.zip") as archive:
        entries = sorted(entry for entry in archive.namelist() if Path(entry).stem.endswith("_1"))
        assert len(entries) >= 8
        for entry in entries:
            print_ = decode_print(archive.read(entry), entry)
            assert enrol_check(1, 1, Finger.RIGHT_INDEX, print_, default_network()).assessment.accepted
