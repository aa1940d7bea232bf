"""A small data set in SOCOFing's layout, made once and copied for tests that change it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lab.datasets.provenance import claim_folder, write_checksums
from lab.datasets.synthetic_files import Wanted, write_people

SEED = 4


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two synthetic people: ten enrolled prints, eight altered versions and one more impression of each."""
    folder = tmp_path_factory.mktemp("written")
    claim_folder(folder, SEED)
    wanted = Wanted(SEED, altered=True, repeats=1)
    files = [path for person in write_people(folder, [1, 2], wanted) for path in person]
    write_checksums(folder, files)
    return folder


@pytest.fixture
def data_set(written: Path, tmp_path: Path) -> Path:
    """A copy of the data set, for one test to change."""
    return Path(shutil.copytree(written, tmp_path / "set"))
