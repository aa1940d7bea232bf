"""PostgreSQL's primary dies and a standby takes its place: row 6.

The standby is started where the primary listened, as an address that moves with the primary would have it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from branch_client.branch import Branch
from branch_client.conversation import fetch
from server.bootstrap.signing import SEEN_FILE
from server.ports import Event, Office
from server.services.administration import set_fence, show_counter, show_fence
from server.services.audit import verify_audit
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint
from tests.loopback import ADMIN, audit, enrol, grant, join, make_office, picture, put, serving
from tests.private_cluster import Cluster, new_cluster

pytestmark = [pytest.mark.postgres, pytest.mark.long_fault, pytest.mark.timeout(600)]

LOST = {Code.UNREACHABLE, Code.STORAGE_UNAVAILABLE, Code.AUDIT_UNAVAILABLE, Code.INTERNAL}
BEHIND = {Code.FENCE_REQUIRED, Code.COUNTER_ROLLBACK, Code.WITNESS_INCONSISTENT}


@dataclass(frozen=True)
class Story:
    """A head office on a primary with one standby, and a branch."""

    primary: Cluster
    standby: Cluster
    office: Office
    basra: Branch

    def fail_over(self) -> None:
        """The primary dies; the standby is promoted and found where the primary was."""
        self.primary.stop("immediate")
        if (self.standby.data / "postmaster.pid").exists():
            self.standby.stop("fast")
        promoted = replace(self.standby, port=self.primary.port)
        promoted.start()
        promoted.promote()

    def fetch(self) -> int | Code:
        """Fetch once: the number, or the code that it failed with."""
        try:
            return fetch(self.basra, 17, "scan").n
        except Failure as failure:
            return failure.code

    def until(self, wanted: Callable[[int | Code], bool], seconds: float = 120.0) -> set[int | Code]:
        """Fetch until it ends as wanted; how it ended until then."""
        seen: set[int | Code] = set()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            ended = self.fetch()
            if wanted(ended):
                return seen
            seen.add(ended)
        raise AssertionError(f"it only ended with {seen}")


def attach(primary: Cluster, standby: Cluster) -> None:
    """Copy the primary into a standby that follows it."""
    standby.run("pg_basebackup", "-d", primary.url, "-D", standby.data, "-R", "-c", "fast", "-X", "stream")
    standby.start()
    wait_for(primary, "SELECT true FROM pg_stat_replication WHERE state = 'streaming'")


def make_synchronous(primary: Cluster) -> None:
    """Have the primary wait with every commit until its standby has it on disk."""
    with psycopg.connect(primary.url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
    wait_for(primary, "SELECT true FROM pg_stat_replication WHERE sync_state = 'sync'")


def wait_for(primary: Cluster, question: LiteralString) -> None:
    """Ask the primary until there is a row."""
    with psycopg.connect(primary.url, autocommit=True) as connection:
        wait_until(lambda: connection.execute(question).fetchone() is not None)


def wait_until(condition: Callable[[], bool]) -> None:
    """Look until it holds."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def seen_rows(office: Office) -> int:
    """How many rows the checkpoint has that the server compares its database with."""
    return Checkpoint.decode((office.config.home / SEEN_FILE).read_bytes()).reference.size


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The primary, an empty place for the standby, one user, one image; serving."""
    with ExitStack() as ends:
        primary, standby = ends.enter_context(new_cluster()), ends.enter_context(new_cluster())
        primary.initialise()
        primary.start()
        office = make_office(
            tmp_path / "head-office",
            primary.url,
            checkpoint_interval_rows=1,
        )
        ends.callback(office.database.close)
        basra = join(office, tmp_path / "basra", "basra", attempts=1)
        enrol(office, 17)
        grant(office, 17, basra, tmp_path)
        put(office, "scan", picture(10_000))
        ends.enter_context(serving(office))
        yield Story(primary, standby, office, basra)


@pytest.mark.fault(6)
def test_from_a_synchronous_standby_nothing_is_missing(story: Story) -> None:
    attach(story.primary, story.standby)
    make_synchronous(story.primary)
    ended: list[int | Code] = []
    stop = threading.Event()

    def go_on_fetching() -> None:
        while not stop.is_set():
            ended.append(story.fetch())

    fetching = threading.Thread(target=go_on_fetching)
    fetching.start()
    try:
        while len(ended) < 5:
            stop.wait(0.05)
        story.fail_over()
    finally:
        stop.set()
        fetching.join(120)
    story.until(lambda ended: isinstance(ended, int))
    told = [n for n in ended if isinstance(n, int)]
    assert {each for each in ended if isinstance(each, Code)} <= LOST
    released = {row.entry.n for row in audit(story.office) if row.entry.event is Event.RELEASED}
    assert set(told) <= released
    reserved = [row.entry.n for row in audit(story.office) if row.entry.event is Event.RESERVED]
    assert reserved == list(range(1, len(reserved) + 1))
    assert not show_fence(story.office).required
    assert verify_audit(story.office).ok


@pytest.mark.fault(6)
def test_a_standby_that_lagged_is_noticed_and_fenced(story: Story) -> None:
    attach(story.primary, story.standby)
    assert story.fetch() == 1
    wait_for(story.primary, "SELECT true FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()")
    story.standby.stop("fast")
    assert [story.fetch() for _ in range(3)] == [2, 3, 4]
    newest = audit(story.office)[-1].seq
    wait_until(lambda: seen_rows(story.office) >= newest)
    story.fail_over()
    ended = story.until(lambda ended: ended is Code.FENCE_REQUIRED)
    assert ended <= LOST | BEHIND, "no number is given a second time"
    assert show_counter(story.office, 17).n < 4
    assert show_fence(story.office).required

    seen = story.office.config.home / SEEN_FILE
    before = seen.read_bytes()
    set_fence(story.office, 50, ADMIN)
    assert story.fetch() is Code.WITNESS_INCONSISTENT
    story.basra.witness.reset("told by telephone", story.basra.clock.now())
    assert story.fetch() == 51
    wait_until(lambda: seen.read_bytes() != before)
    assert story.fetch() == 52
    assert verify_audit(story.office).ok
