"""SIGTERM, and a start again, while branches fetch without a pause: row 37."""

from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.conversation import Fetched, fetch
from server.bootstrap.head_office import open_head_office
from server.services.audit import verify_audit
from shared.identifiers import Finger
from tests.loopback import enrol, grant, join, make_office, picture, put
from tests.server_process import server_process

USERS = (17, 18)
IMAGE = picture(200_000)


class Load:
    """Fetches at one branch for one user until it is told to stop."""

    def __init__(self, branch: Branch, user: int, stop: threading.Event) -> None:
        self._branch = branch
        self._user = user
        self._stop = stop
        self.fetched: list[Fetched] = []

    def run(self) -> None:
        """Raises what a fetch fails with, for good and all."""
        while not self._stop.is_set():
            self.fetched.append(fetch(self._branch, self._user, "scan"))


@pytest.mark.fault(37)
@pytest.mark.long_fault
def test_nobody_sees_a_failure_while_the_server_is_restarted(tmp_path: Path) -> None:
    office = make_office(tmp_path / "head-office", branch_hello_burst=10_000)
    office = replace(office, models=open_head_office(office.config.home).models)
    # Ten attempts over some two minutes: long enough for a start on a busy machine. An attempt that finds
    # no server is none of the five of a request.
    patient = {"attempts": 10, "first_backoff_seconds": 2.0, "longest_backoff_seconds": 15.0}
    branches = [join(office, tmp_path / name, name, **patient) for name in ("basra", "mosul")]
    branches = [replace(each, models=open_branch(each.config.home).models) for each in branches]
    for user in USERS:
        enrol(office, user, (Finger.LEFT_INDEX,))
        for branch in branches:
            grant(office, user, branch, tmp_path)
    put(office, "scan", IMAGE)
    stop, home = threading.Event(), office.config.home
    loads = [Load(branch, user, stop) for branch in branches for user in USERS]

    def count() -> int:
        return sum(len(load.fetched) for load in loads)

    with ThreadPoolExecutor(len(loads)) as threads:
        running = []
        try:
            for begin in (0, 6, 12):
                with server_process(home) as server:
                    running = running or [threads.submit(load.run) for load in loads]
                    while count() < begin + 6 and not any(each.done() for each in running):
                        stop.wait(0.02)
                    if begin == 12:
                        stop.set()
                        for each in running:
                            each.result()
                    server.send_signal(signal.SIGTERM)
                    assert server.wait(60) == 0
        finally:
            stop.set()
    numbers = [(each.user, each.n) for load in loads for each in load.fetched]
    assert len(numbers) == len(set(numbers)) >= 18
    assert {each.data for load in loads for each in load.fetched} == {IMAGE}
    assert verify_audit(office).ok
    office.database.close()
