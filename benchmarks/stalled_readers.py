"""What twenty clients that stop reading cost everybody else: ``python -m benchmarks.stalled_readers``.

A head office as a process; each client takes an Accept and then no chunk. Measured are another branch's
``status`` (a new connection and one call, milliseconds), the server's resident memory (MiB), and how long
after a withdrawal was committed the last of the twenty streams was ended (seconds).
"""

from __future__ import annotations

import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fetch import MEBIBYTE, USER, picture
from branch_client.attempt import Attempt, Errand
from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.connection import ExchangeStream, ping
from branch_client.state import UserLedger
from lab.demo.parties import BranchOffice, HeadOffice, free_address
from server.bootstrap.head_office import open_head_office
from server.ports import Actor
from server.services.administration import exit_user
from shared.errors import Failure
from shared.identifiers import REQUEST_ID_BYTES
from shared.protocol.chunks import ChunkOpener
from shared.protocol.messages import Manifest
from shared.protocol.negotiation import Policy

CLIENTS = 20
IMAGE_BYTES = 16 * MEBIBYTE
PINGS = 100
FLAT_SECONDS = 15
ROUNDS = 4
PATIENT = {"transfer_patience_seconds": "300", "user_hello_burst": "1000"}
"""The least rate would cut the first off before the last has begun."""


@dataclass
class Stall:
    """Told when an exchange has come to its chunks, and when it may go on."""

    reached: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


class Stalled(Attempt):
    """An attempt that takes no chunk until it is told to."""

    stall: Stall

    def _open(self, opener: ChunkOpener, stream: ExchangeStream, manifest: Manifest) -> bytes:
        self.stall.reached.set()
        self.stall.over.wait()
        return super()._open(opener, stream, manifest)


def prepared(folder: Path) -> tuple[HeadOffice, list[BranchOffice]]:
    """A head office with one user and one image, two branches that serve the user, and one that asks."""
    head_office = HeadOffice(folder / "head-office", free_address())
    branches = [BranchOffice(name, folder / name) for name in ("basra", "kirkuk", "mosul")]
    head_office.found(verification="off")
    for branch in branches:
        branch.join(head_office, folder)
    head_office.ask("user", "add", USER)
    head_office.ask("user", "enrol", USER, "--synthetic", "1")
    for branch in branches[:2]:
        branch.receive(head_office, int(USER), folder)
    (folder / "picture.png").write_bytes(picture(IMAGE_BYTES))
    head_office.ask("image", "put", folder / "picture.png", "--id", "scan", "--everyone")
    return head_office, branches


@contextmanager
def stalled(branches: list[Branch]) -> Iterator[None]:
    """The clients, one after the other begun, all of them at their chunks while the block runs."""
    stalls, threads = [], []
    for number in range(CLIENTS):
        stall = Stall()
        thread = threading.Thread(target=_attempt, args=(branches[number % len(branches)], stall))
        thread.start()
        stalls.append(stall)
        threads.append(thread)
        if not stall.reached.wait(60):
            raise RuntimeError("an exchange did not come to its chunks")
    try:
        yield
    finally:
        for stall in stalls:
            stall.over.set()
        for thread in threads:
            thread.join()


def _attempt(branch: Branch, stall: Stall) -> None:
    user = int(USER)
    enrolment = branch.enrolments.newest(user)
    errand = Errand(user, "scan", Policy(), None, enrolment, None, branch.clock.now().timestamp())
    # Without the user's lock, which would let one exchange of this branch run at a time.
    attempt = Stalled(
        branch, errand, UserLedger(branch.state, user), branch.randomness.token(REQUEST_ID_BYTES)
    )
    attempt.stall = stall
    with suppress(Failure):  # the stream is ended from the other side
        attempt.run()


def status_milliseconds(branch: Branch) -> dict[str, float]:
    """Median, 95th percentile and longest of many ``status`` calls, each on a connection of its own."""
    times = []
    for _ in range(PINGS):
        started = time.perf_counter()
        ping(branch)
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    rounded = (statistics.median(times), times[int(0.95 * PINGS)], times[-1])
    return dict(zip(("median", "p95", "longest"), (round(each, 1) for each in rounded), strict=True))


def resident_mebibytes(pid: int) -> float:
    """The resident memory of a process, without that of its children."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return round(kibibytes / 1024, 1)


def seconds_until_ended(head_office: HeadOffice, log: Path) -> float:
    """Put the user on the exit list; how long after its commit the last stream was refused, by the log."""
    office = open_head_office(head_office.home)
    with closing(office.database):
        exit_user(office, int(USER), Actor.local(office.config.trust_domain, "a benchmark"))
    committed = datetime.now(UTC)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        refused = [line for line in _lines(log) if line.get("reason") == "USER_EXITED"]
        if len(refused) >= CLIENTS:
            last = max(datetime.fromisoformat(str(line["timestamp"])) for line in refused)
            return round((last - committed).total_seconds(), 2)
        time.sleep(0.1)
    raise RuntimeError("the streams were not ended")


def _lines(log: Path) -> list[dict[str, object]]:
    texts = log.read_text().splitlines()
    return [json.loads(text) for text in texts if text.startswith("{") and text.endswith("}")]


def measure(folder: Path) -> dict[str, object]:
    """All figures."""
    head_office, offices = prepared(folder)
    basra, kirkuk, mosul = (open_branch(office.home) for office in offices)
    log = folder / "server.log"
    with head_office.serving(log, **PATIENT) as server:
        figures: dict[str, object] = {"clients": CLIENTS, "image_mebibytes": IMAGE_BYTES // MEBIBYTE}
        figures["status_ms_alone"] = status_milliseconds(mosul)
        memory = {"before": resident_mebibytes(server.pid)}
        with stalled([basra, kirkuk]):
            memory["all_stalled"] = resident_mebibytes(server.pid)
            figures["status_ms_beside_them"] = status_milliseconds(mosul)
            time.sleep(FLAT_SECONDS)
            memory[f"{FLAT_SECONDS}_s_later"] = resident_mebibytes(server.pid)
            figures["withdrawal_to_last_end_s"] = seconds_until_ended(head_office, log)
        memory["after_their_end"] = resident_mebibytes(server.pid)
        head_office.ask("user", "readmit", USER)
        for again in range(2, ROUNDS + 1):
            with stalled([basra, kirkuk]):
                memory[f"all_stalled_time_{again}"] = resident_mebibytes(server.pid)
        return {**figures, "server_resident_mebibytes": memory}


def main() -> None:
    """Measure and print one JSON object."""
    with tempfile.TemporaryDirectory(prefix="ridgekey-bench-") as name:
        figures = measure(Path(name))
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
