"""One regeneration process seen from the head office: start, ask, end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from server.adapters.regeneration_messages import (
    LENGTH_BYTES,
    MAX_FRAME_BYTES,
    Job,
    decode_key,
    decode_ready,
    encode_job,
    encode_model,
)
from server.adapters.spawning import spawn
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.exact.network import Network

_Answer = TypeVar("_Answer")

WORKER_MODULE = "server.adapters.regeneration_worker"
SINGLE_THREADED = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""Read by the arithmetic libraries when they are first imported, hence set before the process starts."""

JOB_SECONDS = 60.0
"""Eight candidates take a few seconds on a slow core; a process that needs a minute hangs."""

LOAD_SECONDS = 120.0
_END_GRACE_SECONDS = 2.0


class ProcessEnded(Exception):
    """The process died, hangs or spoke nonsense; nothing is known about the job it had."""


class RegenerationProcess:
    """A running worker, its two pipes, and the models it has. It answers one frame at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._models: set[bytes] = set()

    @classmethod
    async def start(cls) -> RegenerationProcess:
        """Start a worker with single-threaded arithmetic.

        Raises:
            Failure: ``LOCAL_FAILURE`` when the machine starts no more processes.
        """
        return cls(await spawn(WORKER_MODULE, environment=SINGLE_THREADED))

    async def load(self, network: Network) -> None:
        """Have it take a model, once.

        Raises:
            Failure: the code of the self-test that the model or this machine's arithmetic fails.
            ProcessEnded: the process died.
        """
        if network.digest in self._models:
            return
        if await self._ask(encode_model(network.encode()), LOAD_SECONDS, decode_ready) != network.digest:
            raise Failure(Code.MODEL_MISMATCH)
        self._models.add(network.digest)

    async def make_key(self, job: Job) -> Secret:
        """Have it do one job with a model that it has.

        Raises:
            Failure: ``KEY_UNUSABLE``, or ``INTERNAL`` when the process could not do it.
            ProcessEnded: the process died or took too long.
        """
        return await self._ask(encode_job(job), JOB_SECONDS, decode_key)

    async def end(self) -> None:
        """Close its input, and kill it when it does not leave by itself."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _END_GRACE_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def kill(self) -> None:
        """End it at once, job or not."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def _ask(self, body: bytes, seconds: float, decode: Callable[[bytes], _Answer]) -> _Answer:
        try:
            return decode(await asyncio.wait_for(self._converse(body), seconds))
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):  # ValueError: nonsense
            raise ProcessEnded from None

    async def _converse(self, body: bytes) -> bytes:
        sink, source = self._process.stdin, self._process.stdout
        if sink is None or source is None:
            raise ProcessEnded
        sink.write(len(body).to_bytes(LENGTH_BYTES, "big") + body)
        await sink.drain()
        length = int.from_bytes(await source.readexactly(LENGTH_BYTES), "big")
        if length > MAX_FRAME_BYTES:
            raise ProcessEnded
        return await source.readexactly(length)
