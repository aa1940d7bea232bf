"""Several server processes on one port and one database: start them, restart what dies, stop them together.

Each is spawned afresh and none is forked, since gRPC does not survive a fork. The kernel spreads new
connections over them (SO_REUSEPORT); what orders their work is the database (protocol §5).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import structlog

from server.adapters.spawning import spawn
from server.bootstrap.listening import check_free, parse_address
from server.bootstrap.logs import configure_logs
from server.bootstrap.worker import READY
from server.config import HeadOfficeConfig
from shared.errors import Code, Failure

WORKER_MODULE = "server.bootstrap.worker"

_LOG = structlog.get_logger(__name__)
_STARTING_SECONDS = 120.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
_STEADY_SECONDS = 10.0
"""A process that served for so long did not die of its start, and is followed at once."""

_KILL_AFTER_SECONDS = 20.0


def check_workers(config: HeadOfficeConfig, workers: int) -> None:
    """Check that a head office may be served by so many processes.

    Raises:
        Failure: ``INVALID_INPUT`` for more than one on SQLite.
    """
    if workers > 1 and config.database_file is not None:
        sentence = (
            "--workers above 1 needs PostgreSQL: SQLite lets one process write at a time, and the others "
            "would wait. Set up the head office with `ridgekey init --database-url URL`."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="workers")


async def supervise(
    config: HeadOfficeConfig, workers: int, *, listen: str | None, on_ready: Callable[[str], None]
) -> None:
    """Serve with several processes until SIGTERM or SIGINT; those under way finish within their grace.

    Args:
        config: the head office's configuration.
        workers: how many processes.
        listen: HOST:PORT instead of the configured address.
        on_ready: called with HOST:PORT once every process serves.

    Raises:
        Failure: ``CONFLICT`` when the port is in use; ``LOCAL_FAILURE`` when a process does not come up.
    """
    configure_logs()
    address = parse_address(listen or config.listen, "--listen")
    check_free(address)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    shares = _regeneration_workers(config, workers)
    own = [_Worker(config.home, str(address), shares, number) for number in range(workers)]
    try:
        await asyncio.gather(*(worker.start() for worker in own))
        on_ready(str(address))
        keeping = [asyncio.create_task(worker.keep()) for worker in own]
        await stop.wait()
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
    finally:
        await asyncio.gather(*(worker.end(config.drain_grace_seconds) for worker in own))


def _regeneration_workers(config: HeadOfficeConfig, workers: int) -> int:
    """The configured number for each process, else its share of the cores but one."""
    return config.regeneration_workers or max(1, ((os.cpu_count() or 2) - 1) // workers)


class _Worker:
    """One place among the processes, and the process that holds it at present."""

    def __init__(self, home: Path, address: str, regeneration_workers: int, number: int) -> None:
        self._arguments = (str(home), address, str(regeneration_workers), str(number))
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start a process and wait until it serves.

        Raises:
            Failure: ``LOCAL_FAILURE`` when none can be had, or it ends or says nothing instead; its own
                sentence is on stderr.
        """
        self._process = await spawn(WORKER_MODULE, *self._arguments)
        try:
            said = await asyncio.wait_for(self._process.stdout.readline(), _STARTING_SECONDS)
        except TimeoutError:
            said = b""
        if said != READY:
            await self.end(0)
            raise Failure(Code.LOCAL_FAILURE, "A server process did not start; see what it said above.")

    async def keep(self) -> None:
        """Put a new process in the place of one that ended, sooner or later as they last."""
        clock, pause = asyncio.get_running_loop().time, _FIRST_PAUSE_SECONDS
        while True:
            since = clock()
            code = await self._process.wait()
            _LOG.error("a server process ended", code=code)
            pause = _FIRST_PAUSE_SECONDS if clock() - since > _STEADY_SECONDS else pause
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            try:
                await self.start()
            except Failure as failure:
                _LOG.error("a server process did not start", reason=failure.code.value)

    async def end(self, grace_seconds: float) -> None:
        """Have the process finish what is under way, and kill it when it takes too long over that."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), grace_seconds + _KILL_AFTER_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
