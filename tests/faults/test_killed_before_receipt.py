"""A process is killed when every chunk has arrived and no receipt has: row 4."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.conversation import fetch
from server.adapters.system_clock import SystemClock
from server.bootstrap.head_office import open_head_office
from server.ports import Event, Office
from server.services.exchange import sweep
from shared.identifiers import Finger
from tests.fault_rows import ROOT
from tests.loopback import audit, enrol, grant, join, make_office, picture, put
from tests.server_process import server_process

pytestmark = pytest.mark.long_fault

IMAGE = picture(50_000)
SHORT = {"retry_window_seconds": 1, "sweep_interval_seconds": 0.2}


class Later(SystemClock):
    """The machine's clock when every retry window is over."""

    def now(self) -> datetime:
        """An hour from now."""
        return super().now() + timedelta(hours=1)


@dataclass(frozen=True)
class Story:
    """A head office with its shipped model, a branch, and where its image goes."""

    office: Office
    basra: Branch
    output: Path

    def standing(self) -> subprocess.Popen[str]:
        """A branch process that has every chunk and has sent no receipt."""
        arguments = [str(self.basra.config.home), "17", "scan", str(self.output)]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.standing_branch", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "standing\n"
        return process

    def events(self, n: int) -> list[Event]:
        """What the audit says of one message, oldest first."""
        return [row.entry.event for row in audit(self.office) if row.entry.n == n]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """One user, one finger, one image."""
    office = make_office(tmp_path / "head-office")
    office = replace(office, models=open_head_office(office.config.home).models)
    basra = join(office, tmp_path / "basra", "basra")
    basra = replace(basra, models=open_branch(basra.config.home).models)
    enrol(office, 17, (Finger.LEFT_INDEX,))
    grant(office, 17, basra, tmp_path)
    put(office, "scan", IMAGE)
    (tmp_path / "arrived").mkdir()
    yield Story(office, basra, tmp_path / "arrived" / "scan")
    office.database.close()


def wait_for(condition: Callable[[], bool]) -> None:
    """Look until it holds."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


@pytest.mark.fault(4)
def test_a_killed_branch_takes_its_request_up_again(story: Story) -> None:
    with server_process(story.office.config.home):
        with story.standing() as process:
            process.kill()
        assert list(story.output.parent.iterdir()) == []
        again = fetch(story.basra, 17, "scan", output=story.output)
    assert (again.n, again.attempt) == (1, 2)
    assert story.output.read_bytes() == IMAGE
    events = [Event.RESERVED, Event.RELEASED, Event.RETRY, Event.RELEASED, Event.DELIVERED]
    assert story.events(1) == events


@pytest.mark.fault(4)
def test_after_the_window_it_is_unconfirmed_and_a_new_request_begins(story: Story) -> None:
    with server_process(story.office.config.home):
        with story.standing() as process:
            process.kill()
        assert sweep(replace(story.office, clock=Later())) == 1
        assert fetch(story.basra, 17, "scan", output=story.output).n == 2
    assert story.events(1) == [Event.RESERVED, Event.RELEASED, Event.UNCONFIRMED]
    assert story.output.read_bytes() == IMAGE


@pytest.mark.fault(4)
def test_a_killed_server_writes_unconfirmed_when_it_is_back(story: Story) -> None:
    with server_process(story.office.config.home) as server, story.standing() as process:
        server.kill()
        server.wait()
        told, _ = process.communicate("go on\n", timeout=60)
    assert (told, process.returncode) == ("1\n", 0)
    assert story.output.read_bytes() == IMAGE
    with server_process(story.office.config.home, **SHORT):
        wait_for(lambda: Event.UNCONFIRMED in story.events(1))
    assert story.events(1) == [Event.RESERVED, Event.RELEASED, Event.UNCONFIRMED]
