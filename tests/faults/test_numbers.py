"""Many processes count for one user, and some of them die: rows 8 and 9."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from server.ports import AuditRow, Event, Office
from server.services.administration import show_counter
from server.services.audit import verify_audit
from server.services.exchange import sweep
from shared.protocol.counter import MESSAGES_PER_EPOCH, counter_of
from tests.fault_rows import ROOT
from tests.loopback import audit
from tests.server.registered_office import FINGERS
from tests.server.settable_clock import SettableClock

pytestmark = [pytest.mark.long_fault, pytest.mark.timeout(900)]

ENDS = (Event.DELIVERED, Event.UNCONFIRMED, Event.ABANDONED)


def start(folder: Path, branch: str, first: int, count: int) -> subprocess.Popen[str]:
    """Start a process that makes so many exchanges, requests numbered from ``first`` on."""
    plan = [str(folder), branch, "run", str(first), str(count)]
    command = [sys.executable, "-m", "tests.server.exchange_process", *plan]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> list[int]:
    """Wait for it; the numbers that it was given."""
    output, _ = process.communicate(timeout=800)
    assert process.returncode == 0
    return [int(line) for line in output.split()]


def kill_after(process: subprocess.Popen[str], exchanges: int) -> list[int]:
    """Kill it once it has made so many exchanges; all the numbers that it named."""
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(exchanges)]
    process.send_signal(signal.SIGKILL)
    output, _ = process.communicate(timeout=60)
    return [int(line) for line in (*told, *output.splitlines(keepends=True)) if line.endswith("\n")]


def rows_of(office: Office, *events: Event) -> list[AuditRow]:
    """The audit rows of some events, oldest first."""
    return [row for row in audit(office) if row.entry.event in events]


def assert_counted(office: Office, total: int) -> None:
    """Every number once and in order, its finger in its turn, one end for each, and a sound chain."""
    reserved = rows_of(office, Event.RESERVED)
    assert [row.entry.n for row in reserved] == list(range(1, total + 1))
    turns = [FINGERS[(counter_of(n) - 1) % len(FINGERS)] for n in range(1, total + 1)]
    assert [row.entry.finger for row in reserved] == turns
    assert Counter(row.entry.n for row in rows_of(office, *ENDS)) == dict.fromkeys(range(1, total + 1), 1)
    assert show_counter(office, 17).n == total
    assert verify_audit(office).ok


@pytest.mark.fault(8)
def test_two_branches_at_once_lose_and_repeat_no_number(registered: Office, tmp_path: Path) -> None:
    processes = [start(tmp_path, "basra", 1000, 200), start(tmp_path, "mosul", 2000, 200)]
    taken = [finish(process) for process in processes]
    assert all(numbers == sorted(numbers) for numbers in taken)
    assert sorted(n for numbers in taken for n in numbers) == list(range(1, 401))
    assert_counted(registered, 400)


@pytest.mark.fault(9)
def test_eight_processes_count_a_thousand_and_one_of_them_dies(
    registered: Office, tmp_path: Path, clock: SettableClock
) -> None:
    branches = ("basra", "mosul") * 4
    processes = [start(tmp_path, branch, 1000 * place, 125) for place, branch in enumerate(branches, start=1)]
    taken = [kill_after(processes[0], 30)]
    processes.append(start(tmp_path, "basra", 20_000, 125 - len(taken[0])))
    taken += [finish(process) for process in processes[1:]]
    assert all(numbers == sorted(set(numbers)) for numbers in taken)
    told = [n for numbers in taken for n in numbers]
    assert len(told) == len(set(told)) == 1000
    clock.advance(registered.config.retry_window_seconds + 1)
    sweep(registered)
    # What the killed process was at just then has a number too, which no other request was given.
    total = show_counter(registered, 17).n
    assert max(told) <= total <= 1001
    assert_counted(registered, total)
    assert {counter_of(n) for n in told} == set(range(1, MESSAGES_PER_EPOCH + 1))
