"""Several server processes on one database, and processes that are killed (protocol §5)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.ports import Office, RequestState
from server.services.administration import show_counter
from server.services.audit import verify_audit
from tests.server.registered_office import events, hello, release_image

ROOT = Path(__file__).resolve().parents[4]


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start one process on the folder's database."""
    command = [sys.executable, "-m", "tests.server.exchange_process", str(folder), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.fault(9)
def test_numbers_are_unique_and_increase_across_processes(office: Office, tmp_path: Path) -> None:
    plans = [("basra", 100), ("mosul", 200), ("basra", 300), ("mosul", 400)]
    processes = [start(tmp_path, branch, "run", str(first), "20") for branch, first in plans]
    taken = []
    for process in processes:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        taken.append([int(line) for line in output.split()])
    assert all(numbers == sorted(set(numbers)) for numbers in taken)
    assert sorted(n for numbers in taken for n in numbers) == list(range(1, 81))
    assert [n for event, n in events(office) if event == "RESERVED"] == list(range(1, 81))
    assert sorted(n or 0 for event, n in events(office) if event == "DELIVERED") == list(range(1, 81))
    assert show_counter(office, 17).n == 80
    assert verify_audit(office).ok


@pytest.mark.fault(1, 2)
@pytest.mark.parametrize(
    ("where", "n", "state", "audited"),
    [
        pytest.param("inside-T0", 0, None, [], id="before T0 commits"),
        pytest.param("after-T0", 1, RequestState.RESERVED, ["RESERVED"], id="between T0 and T1"),
        pytest.param("inside-T1", 1, RequestState.RESERVED, ["RESERVED"], id="before T1 commits"),
        pytest.param("after-T1", 1, RequestState.RELEASED, ["RESERVED", "RELEASED"], id="after T1"),
    ],
)
def test_killed_process_leaves_whole_transactions(
    office: Office, tmp_path: Path, where: str, n: int, state: RequestState | None, audited: list[str]
) -> None:
    with start(tmp_path, "basra", "stop", where) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "standing\n"
        process.send_signal(signal.SIGKILL)
    asked = hello(1)
    with office.database.read() as transaction:
        request = transaction.requests.get(asked.request_id)
    assert (request.state if request else None) is state
    assert show_counter(office, 17).n == n
    assert [event for event, _ in events(office)] == audited
    reservation, attempt = release_image(office, asked)
    assert reservation.n == 1
    assert reservation.retry is (state is not None)
    assert attempt == (2 if state is RequestState.RELEASED else 1)
    assert show_counter(office, 17).n == 1
    assert verify_audit(office).ok
