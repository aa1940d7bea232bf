"""Processes whose wall clock is wrong, also for the libraries below them: row 23."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from branch_client.branch import Branch
from server.bootstrap.head_office import open_head_office
from server.ports import Event, Office
from server.services.audit import verify_audit
from shared.errors import AGAIN, DENIED, LOCAL, OK, Code
from shared.identifiers import Finger
from tests.fault_rows import ROOT
from tests.faults.faked_clock import PROGRAM, REQUIRED, FakedClock
from tests.loopback import audit, enrol, grant, join, make_office, picture, put
from tests.server_process import server_process

IMAGE = picture(10_000)
RIGHT, HOUR, YEARS = timedelta(0), timedelta(hours=1), timedelta(days=3660)

pytestmark = [
    pytest.mark.long_fault,
    pytest.mark.timeout(600),
    pytest.mark.skipif(PROGRAM is None and not REQUIRED, reason="faketime is not installed"),
]


@dataclass(frozen=True)
class Story:
    """A head office with its shipped model, a branch, and a clock that one of them goes by."""

    office: Office
    basra: Branch
    clock: FakedClock

    def fetch(self, launcher: Sequence[str] = ()) -> tuple[int, str]:
        """Run one `fetch` without retries: its exit status, and its number or the code of its failure."""
        command = [*launcher, sys.executable, "-m", "branch_client.cli", "fetch", "17", "scan"]
        # libfaketime refuses the pause before a retry, which Python takes until a monotonic moment.
        options = ["--home", self.basra.config.home, "--format", "json", "--retries", "0"]
        output = self.basra.config.home.parent / secrets.token_hex(8)
        done = subprocess.run(
            [*command, *options, "-o", output], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode == OK:
            assert output.read_bytes() == IMAGE
            return OK, str(json.loads(done.stdout)["n"])
        assert not output.exists()
        return done.returncode, json.loads(done.stderr.splitlines()[-1])["error"]["reason"]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """One user, one finger, one image; the clock is right."""
    office = make_office(tmp_path / "head-office")
    office = replace(office, models=open_head_office(office.config.home).models)
    basra = join(office, tmp_path / "basra", "basra")
    enrol(office, 17, (Finger.LEFT_INDEX,))
    grant(office, 17, basra, tmp_path)
    put(office, "scan", IMAGE)
    clock = FakedClock(tmp_path / "clock")
    clock.step(RIGHT)
    yield Story(office, basra, clock)
    office.database.close()


@pytest.mark.fault(23)
def test_a_head_office_with_a_wrong_clock_goes_on_once_it_is_right(story: Story) -> None:
    said: list[str] = []
    with server_process(story.office.config.home, launcher=story.clock.launcher, said=said):
        story.clock.step(HOUR)
        assert story.fetch() == (OK, "1")
        story.clock.step(YEARS)
        # TLS refuses the branch before the head office could say why; its log and health checks say it.
        assert story.fetch() == (AGAIN, Code.UNREACHABLE)
        wait_until_said(said, Code.CERTIFICATE_EXPIRED)
        story.clock.step(RIGHT)
        assert story.fetch() == (OK, "2")
    reserved = [row.entry.n for row in audit(story.office) if row.entry.event is Event.RESERVED]
    assert reserved == [1, 2]
    assert verify_audit(story.office).ok


@pytest.mark.fault(23)
def test_a_head_office_does_not_start_outside_its_certificate(story: Story) -> None:
    story.clock.step(YEARS)
    said: list[str] = []
    with server_process(story.office.config.home, launcher=story.clock.launcher, said=said) as server:
        assert server.wait(60) == DENIED
    assert said[-1].startswith("The certificate expired on ")


@pytest.mark.fault(23)
def test_a_branch_with_a_wrong_clock_goes_on_once_it_is_right(story: Story) -> None:
    wrong = story.clock.launcher
    with server_process(story.office.config.home):
        story.clock.step(HOUR)
        assert story.fetch(wrong) == (OK, "1")
        story.clock.step(YEARS)
        assert story.fetch(wrong) == (DENIED, Code.CERTIFICATE_EXPIRED)
        story.clock.step(-YEARS)
        assert story.fetch(wrong) == (LOCAL, Code.CLOCK_WRONG)
        story.clock.step(RIGHT)
        assert story.fetch(wrong) == (OK, "2")


def wait_until_said(said: list[str], code: Code) -> None:
    """Look into a server's log until it names the code."""
    deadline = time.monotonic() + 60
    while not any(code in line for line in list(said)):
        assert time.monotonic() < deadline, f"the log does not say {code}"
        time.sleep(0.2)
