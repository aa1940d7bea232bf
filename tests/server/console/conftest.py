"""Fixtures of the console's tests: a busy head office, and a browser's view of it without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.bootstrap.reading import opened_for_reading
from server.console.app import make_app
from server.console.desk import Desk
from server.console.door import Door
from server.ports import Office
from tests.server.console import busy_office
from tests.server.settable_clock import SettableClock

HOST = "127.0.0.1:7480"


@pytest.fixture(scope="session")
def busy_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an office after a day of work; the console only reads it."""
    home = tmp_path_factory.mktemp("busy") / "head-office"
    busy_office.make(home)
    return home


@pytest.fixture
def console_clock() -> SettableClock:
    """Stands where the busy day ended."""
    clock = SettableClock()
    clock.advance(24 * 3600)
    return clock


@pytest.fixture
def office(busy_home: Path, console_clock: SettableClock) -> Iterator[Office]:
    """The busy office, for reading."""
    with opened_for_reading(busy_home, clock=console_clock) as opened:
        yield opened


@pytest.fixture
def door(console_clock: SettableClock) -> Door:
    """Who may look."""
    return Door(console_clock)


@pytest.fixture
def stranger(office: Office, door: Door) -> TestClient:
    """Someone who has opened no link."""
    app = make_app(Desk.of(office), door, {HOST, "localhost:7480"})
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def client(stranger: TestClient, door: Door) -> TestClient:
    """The administrator, signed in."""
    answer = stranger.post("/sign-in", data={"token": door.link()})
    assert answer.status_code == 303
    return stranger


def rows_of(html: str, column: str) -> list[str]:
    """What stands in one column of a page's tables, from top to bottom."""
    cells = re.findall(rf'data-label="{column}"[^>]*>(.*?)</t[hd]>', html, re.DOTALL)
    return [unescape(text_of(cell)).strip() for cell in cells]


def text_of(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
