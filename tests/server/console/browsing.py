"""A real browser on a console that really listens: headless Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from server.bootstrap.listening import parse_address
from server.bootstrap.reading import opened_for_reading
from server.console.app import make_app
from server.console.desk import Desk
from server.console.door import Door
from server.console.serving import hosts_of
from tests.free_ports import free_address
from tests.server.settable_clock import SettableClock

REQUIRED = "REQUIRE_CHROMIUM"
LONGEST_MS = 60_000
"""How long a page may take for anything: a browser beside other work is slow."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Console:
    """A console that listens: its address, and the door and clock behind it."""

    url: str
    door: Door
    clock: SettableClock
    server: uvicorn.Server

    def link(self) -> str:
        """A link that opens it once."""
        return f"{self.url}/sign-in?token={self.door.link()}"


@contextmanager
def listening(home: Path, clock: SettableClock | None = None) -> Iterator[Console]:
    """A console on a home, its clock a day after the home was made unless another is given."""
    if clock is None:
        clock = SettableClock()
        clock.advance(24 * 3600)
    address = parse_address(free_address(), "--listen")
    door = Door(clock)
    with opened_for_reading(home, clock=clock) as office:
        app = make_app(Desk.of(office), door, hosts_of(address))
        config = uvicorn.Config(app, address.host, address.port, log_config=None, lifespan="off", http="h11")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield Console(f"http://{address}", door, clock, server)
        server.should_exit = True
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; the test is skipped where none is installed, unless one is required."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set and there is no Chromium")
        pytest.skip("needs Chromium, for instance Debian's package chromium")
    expect.set_options(timeout=LONGEST_MS)
    with sync_playwright() as playwright:
        # A container's root may not make the sandbox's namespaces; the pages are our own.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@contextmanager
def new_page(browser: Browser, **options: object) -> Iterator[Page]:
    """A page in a context of its own, which is closed with it."""
    with browser.new_context(**options) as context:  # type: ignore[arg-type]
        context.set_default_timeout(LONGEST_MS)
        yield context.new_page()


@contextmanager
def visit(browser: Browser, console: Console, **options: object) -> Iterator[Page]:
    """A page that is signed in, in a context of its own; what the browser complains of fails the test."""
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    with new_page(browser, **options) as page:
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        enter(page, console)
        yield page
    assert complaints == []


def enter(page: Page, console: Console) -> None:
    """Open a link, and press its button."""
    page.goto(console.link())
    button = page.get_by_role("button", name="Open the console")
    if button.count():
        button.click()
    page.wait_for_url(f"{console.url}/")
