"""Fixtures that several folders of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.staffed_homes import Homes, staff

# How long an example takes says how busy the machine is; timing belongs in benchmarks.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """A head office and its branches, made once; tests only read it."""
    return staff(tmp_path_factory.mktemp("staffed"))


@pytest.fixture
def homes(staffed: Homes, tmp_path: Path) -> Homes:
    """A copy of the head office and its branches, for one test to change."""
    return staffed.copied_to(tmp_path / "homes")
