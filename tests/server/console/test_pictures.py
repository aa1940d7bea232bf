"""Makes the pictures of docs/console.md anew, of a synthetic head office that really serves.

``pytest tests/server/console/test_pictures.py --pictures docs/pictures``; skipped without that option.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser

from server.bootstrap.head_office import open_head_office
from server.bootstrap.serving import serve
from tests.server.console import busy_office
from tests.server.console.browsing import Console, chromium, enter, listening, new_page
from tests.server.settable_clock import SettableClock

LARGEST = 200_000
WIDE, NARROW = {"width": 1100, "height": 760}, {"width": 360, "height": 760}
PICTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "console-overview": ("/", {"viewport": {"width": 1100, "height": 1000}}),
    "console-overview-dark": ("/", {"viewport": WIDE, "color_scheme": "dark"}),
    "console-exchanges": ("/exchanges", {"viewport": WIDE}),
    "console-users": ("/users", {"viewport": WIDE}),
    "console-audit": ("/audit", {"viewport": WIDE}),
    "console-health": ("/health", {"viewport": WIDE}),
    "console-narrow": ("/exchanges", {"viewport": NARROW}),
}


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """The office's own server. TLS knows the present alone, so the day that is shown is the last."""
    office, ready = open_head_office(home), threading.Event()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    running = serve(office, on_ready=lambda address: ready.set(), stop=stop)
    thread = threading.Thread(target=loop.run_until_complete, args=(running,))
    thread.start()
    assert ready.wait(60)
    yield
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    office.database.close()


def picture(browser: Browser, console: Console, folder: Path, name: str) -> None:
    """Make one."""
    path, looks = PICTURES[name]
    with new_page(browser, **looks) as page:
        enter(page, console)
        page.goto(console.url + path)
        page.screenshot(path=folder / f"{name}.png")


def test_pictures(request: pytest.FixtureRequest) -> None:
    folder: Path | None = request.config.getoption("--pictures")
    if folder is None:
        pytest.skip("pictures are made when --pictures names their folder")
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="ridgekey-") as room, chromium() as browser:
        make_all(folder, Path(room) / "head-office", browser)
    sizes = {name: (folder / f"{name}.png").stat().st_size for name in PICTURES}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def make_all(folder: Path, home: Path, browser: Browser) -> None:
    """Let a day pass up to now, serve, and look."""
    clock = SettableClock()
    clock.advance((datetime.now(UTC) - timedelta(days=1) - clock.now()).total_seconds())
    busy_office.make(home, clock)
    with serving(home), listening(home, clock) as console:
        with new_page(browser) as page:  # the doctor looks first, so that the overview has its word
            enter(page, console)
            page.goto(f"{console.url}/health")
        for name in PICTURES:
            picture(browser, console, folder, name)
