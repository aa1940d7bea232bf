"""What is taken back while an image is on its way, and branches that do not read (protocol §6).

The server is a process, and so is every command; the stalled end of a stream is driven frame by frame.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest

from benchmarks.fetch import picture
from branch_client.bootstrap import open_branch
from lab.demo.parties import BranchOffice, HeadOffice
from shared.errors import Code
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS, refused_with
from tests.server.rpc.outcomes import code_of
from tests.server.rpc.raw_exchange import RawExchange

IMAGE_BYTES = 12 * 1024 * 1024
HURRIED = {"transfer_patience_seconds": "2", "min_transfer_bytes_per_second": "2000000"}

READERS = 20
SLACK_BYTES = 16 * 1024 * 1024
"""More than one image, and far less than those of all readers."""

PATIENT = {
    "transfer_patience_seconds": "60",
    "min_transfer_bytes_per_second": "1000000000",
    "exchanges_per_branch": str(READERS + 1),
}


@dataclass(frozen=True)
class Stage:
    """A head office with user 17, one large image, a branch that serves the user, and another branch."""

    folder: Path
    head_office: HeadOffice
    basra: BranchOffice
    mosul: BranchOffice

    def stalled(self) -> RawExchange:
        """An exchange that was accepted and of which no chunk is read."""
        raw = RawExchange(open_branch(self.basra.home), "scan", secrets.token_bytes(16))
        raw.hello()
        raw.prove()
        raw.accept()
        return raw

    def refusals(self) -> list[str]:
        """The reasons of every refusal in the running server's log, oldest first."""
        lines = (self.folder / "server.log").read_text().splitlines()
        events = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [event["reason"] for event in events if event["event"] == "refused"]

    def refused_since(self, count: int, reason: str, times: int = 1) -> bool:
        """Whether what was refused after the first ``count`` is this reason so many times."""
        return self.refusals()[count:] == [reason] * times

    def enrol(self) -> None:
        """Enrol user 17 (again) and have basra import it."""
        self.head_office.ask("user", "enrol", "17", "--prints", self.folder / "prints", "--replace")
        self.basra.receive(self.head_office, 17, self.folder)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The offices of this module, not serving yet."""
    folder = tmp_path_factory.mktemp("stage")
    head_office = HeadOffice(folder / "head-office", free_address())
    made = Stage(
        folder,
        head_office,
        BranchOffice("basra", folder / "basra"),
        BranchOffice("mosul", folder / "mosul"),
    )
    head_office.found(verification="off")
    for branch in (made.basra, made.mosul):
        branch.join(head_office, folder)
    (folder / "prints").mkdir()
    (folder / "prints" / "scan.png").write_bytes(next(PRINTS.glob("1__*")).read_bytes())
    head_office.ask("user", "add", "17")
    made.enrol()
    (folder / "scan.png").write_bytes(picture(IMAGE_BYTES))
    head_office.ask("image", "put", folder / "scan.png", "--id", "scan", "--everyone")
    return made


@pytest.fixture
def serving(stage: Stage, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The stage while its server runs, with the settings of the test."""
    settings: dict[str, str] = getattr(request, "param", {})
    with stage.head_office.serving(stage.folder / "server.log", **settings):
        yield stage


def becomes(condition: Callable[[], bool]) -> bool:
    return any(condition() or time.sleep(0.1) for _ in range(600))  # type: ignore[func-returns-value]


def resident_bytes(pid: int) -> int:
    """What a server and its processes hold in memory."""
    server = psutil.Process(pid)
    return sum(process.memory_info().rss for process in (server, *server.children(recursive=True)))


def most_resident_until(condition: Callable[[], bool], pid: int) -> int:
    """The most that a server and its processes held in memory before something became so."""
    most = 0
    for _ in range(180):
        most = max(most, resident_bytes(pid))
        if condition():
            return most
        time.sleep(1)
    raise AssertionError("it never became so")


@pytest.mark.slow
@pytest.mark.fault(31)
def test_what_is_taken_back_ends_a_stream_that_nobody_reads(serving: Stage, tmp_path: Path) -> None:
    """By default a stalled reader has 42 s, so that the reason alone shows which rule ended the stream."""
    office = serving.head_office
    withdrawals: dict[str, tuple[list[str], Callable[[], object]]] = {
        "USER_EXITED": (["user", "exit", "17"], lambda: office.ask("user", "readmit", "17")),
        "BRANCH_SUSPENDED": (
            ["branch", "suspend", "basra"],
            lambda: office.ask("branch", "resume", "basra"),
        ),
        "NOT_GRANTED": (
            ["user", "ungrant", "17", "basra"],
            lambda: office.ask("user", "grant", "17", "basra", "-o", tmp_path / "again"),
        ),
        "IMAGE_NOT_FOUND": (
            ["image", "release", "scan", "--nobody"],
            lambda: office.ask("image", "release", "scan", "--everyone"),
        ),
        "GENERATION_STALE": (["user", "taint", "17"], serving.enrol),
    }
    for reason, (command, restore) in withdrawals.items():
        with serving.stalled() as raw:
            before = len(serving.refusals())
            office.ask(*command)
            assert becomes(partial(serving.refused_since, before, reason))
            assert code_of(raw.take_chunks) in (Code(reason), Code.UNREACHABLE)
            assert raw.opener.tags.count < raw.manifest.chunk_count
        fetched = serving.basra.run("fetch", "17", "scan", "-o", tmp_path / "scan.png")
        assert fetched.reason == reason
        restore()
    assert list(tmp_path.glob("scan*")) == []
    assert serving.basra.ask("fetch", "17", "scan", "-o", tmp_path / "scan.png")["bytes"] > IMAGE_BYTES


@pytest.mark.fault(11)
@pytest.mark.parametrize("serving", [HURRIED], indirect=True)
def test_readers_that_stop_are_cut_off_and_hold_up_nobody(serving: Stage, tmp_path: Path) -> None:
    with ExitStack() as ends:
        stalled = [ends.enter_context(serving.stalled()) for _ in range(2)]
        assert serving.mosul.ask("status")["branch"] == "mosul"
        assert becomes(lambda: serving.refusals() == ["TOO_SLOW"] * len(stalled))
        for raw in stalled:
            assert code_of(raw.take_chunks) in (Code.TOO_SLOW, Code.UNREACHABLE)
    assert serving.basra.ask("fetch", "17", "scan", "-o", tmp_path / "scan.png")["bytes"] > IMAGE_BYTES


@pytest.mark.long_fault
@pytest.mark.timeout(600)
@pytest.mark.fault(11)
def test_twenty_readers_that_stop_take_memory_for_their_images_alone(stage: Stage, tmp_path: Path) -> None:
    """Nothing grows while they stand still, and what they took is taken again by the next."""
    log = stage.folder / "server.log"
    with stage.head_office.serving(log, **PATIENT) as server, ExitStack() as ends:
        stage.basra.ask("fetch", "17", "scan", "-o", tmp_path / "before.png")
        before = resident_bytes(server.pid)
        stalled = [ends.enter_context(stage.stalled()) for _ in range(READERS)]
        begun = resident_bytes(server.pid)
        assert begun - before < 2 * READERS * IMAGE_BYTES
        assert stage.mosul.ask("status")["branch"] == "mosul"
        all_cut_off = partial(stage.refused_since, 0, "TOO_SLOW", READERS)
        assert most_resident_until(all_cut_off, server.pid) - begun < SLACK_BYTES
        for raw in stalled:
            assert code_of(raw.take_chunks) in (Code.TOO_SLOW, Code.UNREACHABLE)
        for _ in range(READERS // 2):
            ends.enter_context(stage.stalled())
        assert resident_bytes(server.pid) - begun < SLACK_BYTES
        fetched = stage.basra.ask("fetch", "17", "scan", "-o", tmp_path / "after.png")
        assert fetched["bytes"] > IMAGE_BYTES


def test_a_revoked_branch_is_refused_for_ever(serving: Stage, tmp_path: Path) -> None:
    with serving.stalled() as raw:
        serving.head_office.ask("branch", "revoke", "basra", "--yes", "--reason", "stolen")
        assert becomes(lambda: "BRANCH_REVOKED" in serving.refusals())
        assert code_of(raw.take_chunks) in (Code.BRANCH_REVOKED, Code.UNREACHABLE)
    fetched = serving.basra.run("fetch", "17", "scan", "-o", tmp_path / "scan.png")
    assert refused_with(fetched) == ("BRANCH_REVOKED", 4)
    assert refused_with(serving.basra.run("status")) == ("BRANCH_REVOKED", 4)
    assert refused_with(serving.head_office.run("branch", "resume", "basra")) == ("BRANCH_REVOKED", 4)
    assert list(tmp_path.iterdir()) == []
    serving.mosul.ask("status")
