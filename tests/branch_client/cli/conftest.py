"""Fixtures of the branch's commands: homes whose head office serves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.bootstrap.head_office import open_head_office
from tests.loopback import serving
from tests.staffed_homes import Homes


@pytest.fixture(scope="module")
def served(staffed: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    """Homes whose head office serves."""
    homes = staffed.copied_to(tmp_path_factory.mktemp("served") / "homes")
    office = open_head_office(homes.office)
    with serving(office):
        yield homes
    office.database.close()
