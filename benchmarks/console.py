"""What a page of the console costs beside a long audit log, in processor time, which other work leaves alone.

``python -m benchmarks.console [ROWS]`` builds the log in a folder that is removed again; without ``ROWS`` it
has 20,000, so that all benchmarks together stay short.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from benchmarks.audit import fill
from benchmarks.bare_databases import BareSqlite
from server.bootstrap.head_office import open_head_office
from server.bootstrap.initialise import Plan, initialise
from server.bootstrap.reading import opened_for_reading
from server.console.app import make_app
from server.console.desk import Desk
from server.console.door import Door
from server.console.guard import COOKIE

_HOST = "127.0.0.1:7480"
_REPEATS = 7
_PAGES = {
    "overview": "/",
    "users": "/users",
    "audit": "/audit",
    "audit, in the middle": "/audit?before={middle}",
    "audit, at the end": "/audit?after=1",
    "audit, of one user": "/audit?user=3",
    "audit, no row answers": "/audit?actor=nobody",
}

_App = Callable[..., Awaitable[None]]


def main(rows: int = 20_000) -> None:
    """Build, enter every user there may be, look at pages, and print one JSON object: milliseconds a page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "head-office"
        initialise(Plan(home, listen="127.0.0.1:1"))
        office = open_head_office(home)
        fill(office, BareSqlite(home), rows)
        with office.database.write() as transaction:
            for user in range(office.config.id_range.first, office.config.id_range.last + 1):
                transaction.counters.add(user)
        office.database.close()
        with opened_for_reading(home) as read:
            door = Door(read.clock)
            session = door.enter(door.link())
            app = make_app(Desk.of(read), door, {_HOST})
            costs = {
                name: _cost(app, address.format(middle=rows // 2), f"{COOKIE}={session}")
                for name, address in _PAGES.items()
            }
    print(json.dumps({"rows": rows, **costs}))


def _cost(app: _App, address: str, cookie: str) -> float:
    """The median of what one page costs."""
    spent = []
    for _ in range(_REPEATS):
        begun = time.process_time()
        status = asyncio.run(_ask(app, address, cookie))
        spent.append(time.process_time() - begun)
        assert status == 200, address
    return round(statistics.median(spent) * 1000, 1)


async def _ask(app: _App, address: str, cookie: str) -> int:
    """Ask the application as a server would; the status of the answer."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", _HOST.encode()), (b"cookie", cookie.encode())],
    }
    answers: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(message)

    await app(scope, receive, send)
    return int(answers[0]["status"])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
