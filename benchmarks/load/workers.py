"""The server processes during the load: who is killed when, and what the living hold."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass
from types import TracebackType

import psutil

_WORKER = "server.bootstrap.worker"
_FIRST_SECONDS = 60.0
"""What a process holds once it is warm; what it holds in the end is compared with that."""


@dataclass(frozen=True)
class _Sample:
    seconds: float
    pid: int
    kib: int
    descriptors: int


class Disturbance:
    """Kills a server process now and then, and watches the oldest, for the length of a block.

    Args:
        server: ``ridgekey serve --workers``.
        kill_every: seconds between two kills; 0 kills nobody.
        in_turn: kill one after the other; otherwise always the youngest, so that the oldest lives on.
    """

    def __init__(self, server: subprocess.Popen[str], kill_every: float, *, in_turn: bool) -> None:
        self._server = psutil.Process(server.pid)
        self._every = kill_every
        self._in_turn = in_turn
        self._kills = 0
        self._oldest: list[_Sample] = []
        self._all_kib: list[int] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._disturb)

    def __enter__(self) -> Disturbance:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def figures(self) -> dict[str, object]:
        """Kills, memory of all server processes at first and last, and what the last oldest held so."""
        last, seen = self._oldest[-1].pid, self._all_kib
        its = [sample for sample in self._oldest if sample.pid == last]
        warm = min(its[0].seconds + _FIRST_SECONDS, its[-1].seconds)
        first = next(sample for sample in its if sample.seconds >= warm)
        return {
            "kills": self._kills,
            "server_memory_mib": [round(max(kib) / 1024) for kib in (seen[:10], seen[-10:])],
            "oldest_process": {
                "minutes": round((its[-1].seconds - its[0].seconds) / 60, 1),
                "memory_mib": [round(sample.kib / 1024) for sample in (first, its[-1])],
                "descriptors": [sample.descriptors for sample in (first, its[-1])],
                "most_descriptors": max(sample.descriptors for sample in its),
            },
        }

    def _disturb(self) -> None:
        begun = time.monotonic()
        due = begun + self._every
        while not self._done.wait(1.0):
            workers = self._workers()
            samples = [sample for worker in workers if (sample := _sample(worker, begun))]
            self._all_kib.append(sum(sample.kib for sample in samples))
            self._oldest += samples[:1]
            # Never the only one: then nobody would be there to go on, and the oldest not the oldest.
            if self._every and len(workers) > 1 and time.monotonic() >= due:
                workers[self._kills % len(workers) if self._in_turn else -1].kill()
                self._kills += 1
                due = time.monotonic() + self._every

    def _workers(self) -> list[psutil.Process]:
        """The server processes, the oldest first, without what they start themselves."""
        return sorted(
            (child for child in self._server.children() if _WORKER in _command(child)),
            key=psutil.Process.create_time,
        )


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # it has just been killed
        return []


def _sample(process: psutil.Process, begun: float) -> _Sample | None:
    try:
        with process.oneshot():
            kib, descriptors = process.memory_info().rss // 1024, process.num_fds()
    except psutil.Error:  # it has just been killed
        return None
    return _Sample(time.monotonic() - begun, process.pid, kib, descriptors)
