"""Fixtures of the head office's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.ports import Actor, Office
from tests.databases import copy_home
from tests.server.registered_office import DOMAIN, open_office, register
from tests.server.settable_clock import SettableClock


@pytest.fixture
def clock() -> SettableClock:
    """A clock that the test moves."""
    return SettableClock()


@pytest.fixture(scope="session")
def registered_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with the registry of ``registered_office``, to copy from."""
    folder = tmp_path_factory.mktemp("registered")
    office = open_office(folder)
    register(office)
    office.database.close()
    return folder


@pytest.fixture
def office(tmp_path: Path, registered_folder: Path, clock: SettableClock) -> Iterator[Office]:
    """An office of the test's own, with the registry of ``registered_office``."""
    copy_home(registered_folder, tmp_path)
    opened = open_office(tmp_path, clock)
    yield opened
    opened.database.close()


@pytest.fixture
def actor() -> Actor:
    """The administrator at the head office's own machine."""
    return Actor.local(DOMAIN, "a test")
