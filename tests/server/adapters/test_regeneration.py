"""Regeneration in real processes: the same key, single-threaded, no exchange left hanging when one dies."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from server.adapters import regeneration_process
from server.adapters.regeneration import RegenerationPool, default_process_count
from server.adapters.regeneration_messages import Job, decode_question, encode_job
from server.adapters.regeneration_process import ProcessEnded, RegenerationProcess
from server.adapters.regeneration_worker import answer
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from tests.loopback import noise_print
from tests.seeded_networks import tiny_network

REQUEST = KeyRequest(17, 1, Finger.LEFT_THUMB, 0, 3)
NETWORK = tiny_network()
PRINT = noise_print(1)

_Result = TypeVar("_Result")


def with_pool(use: Callable[[RegenerationPool], Awaitable[_Result]]) -> _Result:
    """Run something with a started pool of one process."""

    async def run() -> _Result:
        pool = RegenerationPool(1, 2)
        await pool.start(NETWORK)
        try:
            return await use(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def here() -> bytes:
    """The key as this process makes it."""
    with regenerate(REQUEST, PRINT, NETWORK).key as key:
        return key.export_bytes()


def children() -> list[int]:
    """Process IDs of the regeneration processes that this test started."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    found = [int(pid) for pid in task.read_text().split()]
    return [pid for pid in found if b"regeneration_worker" in command_line(pid)]


def command_line(pid: int) -> bytes:
    """Of a process; empty once it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_a_process_makes_the_same_key_and_outlives_a_crash() -> None:
    async def use(pool: RegenerationPool) -> list[bytes]:
        first = await pool.regenerate("basra", NETWORK, REQUEST, PRINT)
        for pid in children():
            environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            assert b"OPENBLAS_NUM_THREADS=1" in environment
            os.kill(pid, signal.SIGKILL)
        second = await pool.regenerate("basra", NETWORK, REQUEST, PRINT)
        return [first.export_bytes(), second.export_bytes()]

    assert with_pool(use) == [here(), here()]
    assert children() == []


def test_a_print_that_gives_no_key_says_so_and_the_process_goes_on() -> None:
    blank = Print(np.full((96, 96), 255, dtype=np.uint8))

    async def use(pool: RegenerationPool) -> bytes:
        with pytest.raises(Failure) as caught:
            await pool.regenerate("basra", NETWORK, REQUEST, blank)
        assert caught.value.code in (Code.KEY_UNUSABLE, Code.INVALID_INPUT)
        return (await pool.regenerate("basra", NETWORK, REQUEST, PRINT)).export_bytes()

    assert with_pool(use) == here()


def test_a_signal_to_the_group_ends_no_worker() -> None:
    async def use(pool: RegenerationPool) -> bytes:
        for pid in children():
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGINT)
        before = children()
        key = await pool.regenerate("basra", NETWORK, REQUEST, PRINT)
        assert children() == before
        return key.export_bytes()

    assert with_pool(use) == here()


def test_jobs_that_processes_die_over_fail_after_two_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Job] = []

    async def die(self: RegenerationProcess, job: Job) -> Secret:
        tries.append(job)
        raise ProcessEnded

    async def use(pool: RegenerationPool) -> Code:
        monkeypatch.setattr(RegenerationProcess, "make_key", die)
        with pytest.raises(Failure) as caught:
            await pool.regenerate("basra", NETWORK, REQUEST, PRINT)
        return caught.value.code

    assert with_pool(use) is Code.INTERNAL
    assert len(tries) == 2


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0\0\0\3key", id="cut short"),
        pytest.param(lv("ready", NETWORK.digest), id="an answer to another question"),
        pytest.param(lv("failure", "TIRED"), id="a code that is none"),
        pytest.param(lv("failure", b"\xff"), id="a code that is no text"),
    ],
)
def test_a_process_that_talks_nonsense_is_replaced(monkeypatch: pytest.MonkeyPatch, nonsense: bytes) -> None:
    async def use(pool: RegenerationPool) -> bytes:
        intact = RegenerationProcess._converse
        said: list[bytes] = []

        async def once(self: RegenerationProcess, body: bytes) -> bytes:
            if said:
                return await intact(self, body)
            said.append(nonsense)
            return nonsense

        monkeypatch.setattr(RegenerationProcess, "_converse", once)
        before = children()
        asked = pool.regenerate("basra", NETWORK, REQUEST, PRINT)
        key = await asyncio.wait_for(asked, 120)
        assert children() != before
        return key.export_bytes()

    assert with_pool(use) == here()


def test_a_process_that_does_not_come_up_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regeneration_process, "WORKER_MODULE", "this")
    with pytest.raises(Failure) as caught:
        asyncio.run(RegenerationPool(1, 2).start(NETWORK))
    assert caught.value.code is Code.INTERNAL


def test_the_folder_that_the_server_starts_in_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "__init__.py").write_text("raise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)

    async def use(pool: RegenerationPool) -> bytes:
        return (await pool.regenerate("basra", NETWORK, REQUEST, PRINT)).export_bytes()

    assert with_pool(use) == here()


def test_a_branch_may_have_two_waiting_and_closing_refuses_them() -> None:
    async def run() -> list[Code]:
        pool = RegenerationPool(1, 2)  # not started: everything waits
        waiting = [asyncio.create_task(pool.regenerate("basra", NETWORK, REQUEST, PRINT)) for _ in range(3)]
        await asyncio.sleep(0)
        await pool.close()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        return [result.code for result in results if isinstance(result, Failure)]

    assert asyncio.run(run()) == [Code.DRAINING, Code.DRAINING, Code.RATE_LIMITED]


def test_a_caller_that_goes_away_gives_its_place_back() -> None:
    async def run() -> None:
        pool = RegenerationPool(1, 1)
        for _ in range(3):
            waiting = asyncio.create_task(pool.regenerate("basra", NETWORK, REQUEST, PRINT))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(run())


def test_a_job_reads_back_as_it_was() -> None:
    read = decode_question(encode_job(Job(REQUEST, PRINT, NETWORK.digest)))
    assert isinstance(read, Job)
    assert (read.request, read.model_digest) == (REQUEST, NETWORK.digest)
    assert np.array_equal(read.print_.pixels, PRINT.pixels)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(lv("other", b""), id="an unknown kind"),
        pytest.param(lv("job", b"short"), id="a job cut short"),
        pytest.param(lv("model", b"RKMODEL1"), id="a model that is none"),
        pytest.param(encode_job(Job(REQUEST, PRINT, bytes(32))), id="a model never sent"),
    ],
)
def test_a_worker_answers_what_it_cannot_do_with_a_code_only(frame: bytes) -> None:
    reply = answer(frame, {})
    assert reply in {lv("failure", Code.MALFORMED.value), lv("failure", Code.INTERNAL.value)}


def test_one_core_is_left_to_the_server() -> None:
    assert 1 <= default_process_count() <= max(1, (os.cpu_count() or 1) - 1)
