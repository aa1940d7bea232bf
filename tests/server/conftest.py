"""Fixtures of the head office's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.ports import Actor, Office
from tests.server.registered_office import DOMAIN, open_office, register
from tests.server.settable_clock import SettableClock


@pytest.fixture
def clock() -> SettableClock:
    """A clock that the test moves."""
    return SettableClock()


@pytest.fixture
def office(tmp_path: Path, clock: SettableClock) -> Iterator[Office]:
    """An office with the registry of ``registered_office``."""
    opened = open_office(tmp_path, clock)
    register(opened)
    yield opened
    opened.database.close()


@pytest.fixture
def actor() -> Actor:
    """The administrator at the head office's own machine."""
    return Actor.local(DOMAIN, "a test")
