"""A disk that does not keep what it is given, or takes nothing more: row 25."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from branch_client.branch import Branch
from branch_client.conversation import fetch
from server.ports import Event, Office
from server.services.administration import list_users
from server.services.audit import verify_audit
from shared.errors import AGAIN, OK, Code, Failure
from tests.fault_rows import ROOT
from tests.faults.failing_disk import FSYNC, FSYNC_ONCE, READ_ONLY, FailingDisk, make_failing_disk
from tests.faults.small_disk import SmallDisk
from tests.loopback import audit, enrol, grant, join, make_office, picture, put, serving
from tests.private_cluster import new_cluster
from tests.process_models import office_and_branch_of_processes
from tests.server_process import server_process

ENDED = {Code.AUDIT_UNAVAILABLE, Code.STORAGE_UNAVAILABLE, Code.DRAINING, Code.UNREACHABLE}
SENTENCE = "The disk below the database did not take what was written, or is read-only"

TWO_WRITES = """
import sys
from pathlib import Path
from server.bootstrap.head_office import open_head_office
from server.services.administration import add_user
from shared.errors import Failure
from tests.loopback import ADMIN

office, switch = open_head_office(Path(sys.argv[1])), Path(sys.argv[2]) / "fsync-once"
switch.touch()
for user in (31, 32):
    try:
        add_user(office, user, ADMIN)
    except Failure as failure:
        print(failure.code.value)
assert not switch.exists(), "nothing was synchronised"
office.database.close()
"""
"""Adds two users on a disk that loses what the first writes: HOME SWITCHES."""


@dataclass(frozen=True)
class Story:
    """A head office with its shipped model, a branch, and the disk below the database."""

    office: Office
    basra: Branch
    disk: FailingDisk


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """One user, one finger, one image; nothing has failed yet."""
    office, basra = office_and_branch_of_processes(tmp_path)
    put(office, "scan", picture(10_000))
    office.database.close()
    (tmp_path / "workshop").mkdir()
    yield Story(office, basra, make_failing_disk(office.config.home, tmp_path / "workshop"))
    office.database.close()


@pytest.mark.fault(25)
@pytest.mark.sqlite
@pytest.mark.parametrize("how", [FSYNC, FSYNC_ONCE, READ_ONLY])
def test_a_server_ends_and_goes_on_once_the_disk_is_well(story: Story, how: str) -> None:
    home, said = story.office.config.home, []
    with server_process(home, launcher=story.disk.launcher, said=said) as server:
        assert fetch(story.basra, 17, "scan").n == 1
        story.disk.fail(how)
        with pytest.raises(Failure) as refused:
            fetch(story.basra, 17, "scan")
        assert refused.value.code in ENDED
        assert server.wait(60) == 1
    assert said[-1].startswith(SENTENCE)
    story.disk.mend()
    with server_process(home):
        again = fetch(story.basra, 17, "scan").n
    # The transaction that failed is there after all, or is not; whether is the file system's to say.
    assert again in (2, 3)
    reserved = [row.entry.n for row in audit(story.office) if row.entry.event is Event.RESERVED]
    assert reserved == list(range(1, again + 1))
    assert verify_audit(story.office).ok


@pytest.mark.fault(25)
@pytest.mark.sqlite
def test_after_a_failed_fsync_a_process_writes_no_more(story: Story) -> None:
    words = [sys.executable, "-c", TWO_WRITES, str(story.office.config.home), str(story.disk.switches)]
    told = subprocess.run(
        [*story.disk.launcher, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [Code.AUDIT_UNAVAILABLE, Code.STORAGE_UNAVAILABLE]
    assert 31 not in [user.user for user in list_users(story.office)]


@pytest.mark.fault(25)
@pytest.mark.sqlite
def test_a_command_on_a_read_only_disk_fails_and_writes_nothing(disk: SmallDisk) -> None:
    office = make_office(disk.folder / "home")
    office.database.close()
    command = [sys.executable, "-m", "server.cli", "user", "add", "17", "--home", str(office.config.home)]

    def added() -> int:
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode

    disk.set_read_only(read_only=True)
    assert added() == AGAIN
    disk.set_read_only(read_only=False)
    assert list_users(office) == ()
    office.database.close()
    assert added() == OK
    assert verify_audit(office).ok
    office.database.close()


@pytest.mark.fault(25)
@pytest.mark.postgres
@pytest.mark.long_fault
def test_postgresql_ends_itself_and_recovers_from_its_log(tmp_path: Path) -> None:
    with new_cluster() as cluster:
        cluster.initialise()
        disk = make_failing_disk(cluster.data, cluster.folder)
        shutil.chown(disk.switches, cluster.owner)
        cluster.start("-c fsync=on", **disk.settings)
        office = make_office(tmp_path / "head-office", cluster.url)
        basra = join(office, tmp_path / "basra", "basra", attempts=1)
        enrol(office, 17)
        grant(office, 17, basra, tmp_path)
        put(office, "scan", picture(10_000))
        with serving(office):
            assert fetch(basra, 17, "scan").n == 1
            disk.fail(FSYNC_ONCE)
            with pytest.raises(Failure) as refused:
                fetch(basra, 17, "scan")
            assert refused.value.code in ENDED
            again = number_of_next_fetch(basra)
        assert again in (2, 3)
        assert "PANIC" in (cluster.folder / "log").read_text()
        assert verify_audit(office).ok
        office.database.close()


def number_of_next_fetch(branch: Branch) -> int:
    """The number of the first fetch that the head office can serve again."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(Failure):
            return fetch(branch, 17, "scan").n
        time.sleep(0.2)
    raise AssertionError("the database did not come back")
