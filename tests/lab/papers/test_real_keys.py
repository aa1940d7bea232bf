"""Tables of keys from SOCOFing itself: the same figures on every machine."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from lab.papers.catalogue import build_tables
from lab.papers.paper_003.key_material import KeyMaterial, key_material
from lab.papers.paper_003.printed_keys import USERS
from lab.papers.sources import Sources
from shared.biometrics.models import default_network
from shared.biometrics.prints import Print, decode_print
from shared.biometrics.socofing import parse_name
from shared.identifiers import Finger

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

ENTROPIES = {"5": 7.852, "3": 7.872, "1": 7.841, "173": 7.839, "174": 7.844, "175": 7.849}
CHI_SQUARES = {"5": 200.0, "3": 175.5, "1": 219.5, "173": 214.0, "174": 216.0, "175": 204.5}


@pytest.fixture(scope="module")
def material() -> KeyMaterial:
    folder = Path(os.environ.get("RIDGEKEY_DATA", "no data named"))
    if not (folder / "socofing" / "real.zip").is_file():
        pytest.skip("the published data sets are not here; set RIDGEKEY_DATA to their folder")
    return key_material(_gallery(folder / "socofing" / "real.zip"), default_network(), "SOCOFing")


def _gallery(archive_path: Path) -> Mapping[int, Mapping[Finger, Print]]:
    found: dict[int, dict[Finger, Print]] = {user: {} for user in USERS}
    with zipfile.ZipFile(archive_path) as archive:
        for entry in archive.namelist():
            name = parse_name(Path(entry).with_suffix(".BMP").name)
            if name and name.subject in found:
                found[name.subject][name.finger] = decode_print(archive.read(entry), entry)
    return {user: dict(sorted(prints.items())) for user, prints in found.items()}


def test_histograms_of_six_keys(material: KeyMaterial) -> None:
    entropy, squares = build_tables("003", [8, 10], Sources(Path("nowhere"), material))
    assert {row["user"]: row["ours"] for row in entropy.rows} == ENTROPIES
    assert {row["user"]: row["ours"] for row in squares.rows} == CHI_SQUARES
    assert all(abs(row["residual"]) < 2 for row in squares.rows)


def test_keys_of_different_people_are_correlated(material: KeyMaterial) -> None:
    (built,) = build_tables("003", [12], Sources(Path("nowhere"), material))
    assert built.rows[-1]["user"] == "all pairs"
    assert built.rows[-1]["ours"] == pytest.approx(0.2493, abs=1e-4)
    assert any("correlated far beyond chance" in finding for finding in built.findings)
