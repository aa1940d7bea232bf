"""Two server processes on one port and one PostgreSQL database: what one's death costs, and how all end."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.demo.parties import HeadOffice, stop
from tests.command_lines import ridgekey
from tests.databases import database_option
from tests.free_ports import free_address
from tests.scenarios.conftest import TEN_FINGERS, Offices

SETTLED = {"DELIVERED", "UNCONFIRMED", "ABANDONED"}
WORKER = b"server.bootstrap.worker"


def workers_of(server: int) -> list[int]:
    """The server processes that a supervising one keeps."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(child) for child in children if WORKER in command_line(child)]


def command_line(process: str) -> bytes:
    """Of a process; empty once it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Look until it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


@pytest.mark.fault(9)
@pytest.mark.postgres
def test_numbers_stay_unique_while_a_server_process_is_killed(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(TEN_FINGERS)
    first = workers_of(offices.server.pid)
    assert len(first) == 2

    def fetch(number: int) -> int:
        branch = offices.basra if number % 2 else offices.mosul
        told = branch.ask("fetch", str(TEN_FINGERS), "xray-7", "-o", tmp_path / f"{number}.png")
        return int(told["n"])

    with ThreadPoolExecutor(2) as pool:
        fetched = [pool.submit(fetch, number) for number in range(6)]
        fetched[1].result()
        os.kill(first[0], signal.SIGKILL)
        numbers = [done.result() for done in fetched]
    assert sorted(numbers) == sorted(set(numbers))
    assert all(before < n <= offices.counter(TEN_FINGERS) for n in numbers)
    wait_for(lambda: len(workers_of(offices.server.pid)) == 2)
    assert first[0] not in workers_of(offices.server.pid)
    assert {(tmp_path / f"{number}.png").read_bytes() for number in range(6)} == {offices.images["xray-7"]}
    rows = offices.head_office.ask("audit", "tail", "--rows", "10000")["items"]
    released = Counter(row["n"] for row in rows if row["user"] == TEN_FINGERS and row["event"] == "RESERVED")
    assert {n: count for n, count in released.items() if count > 1} == {}
    assert offices.head_office.ask("audit", "verify")["ok"]


@pytest.mark.postgres
def test_all_end_together(tmp_path: Path) -> None:
    head_office = HeadOffice(tmp_path / "head-office", free_address())
    head_office.found(verification="off", options=database_option())
    with head_office.serving(tmp_path / "log", "--workers", "2") as server:
        processes = workers_of(server.pid)
        assert len(processes) == 2
        assert stop(server) == 0
        assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    with head_office.serving(tmp_path / "log", "--workers", "2") as server:
        processes = workers_of(server.pid)
        server.kill()
        server.wait()
        wait_for(lambda: not [pid for pid in processes if Path(f"/proc/{pid}").exists()])


@pytest.mark.sqlite
def test_more_than_one_on_sqlite_is_refused_with_the_reason(tmp_path: Path) -> None:
    head_office = HeadOffice(tmp_path / "head-office", free_address())
    head_office.found(verification="off")
    refused = ridgekey("serve", "--workers", "2", home=head_office.home)
    assert refused.code == 2
    assert "SQLite lets one process write at a time" in refused.sentence
