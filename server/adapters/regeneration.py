"""Regenerates biometric keys in processes of their own, fairly between branches (protocol §3.9)."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field

from server.adapters.fair_queue import FairQueue
from server.adapters.regeneration_messages import Job
from server.adapters.regeneration_process import ProcessEnded, RegenerationProcess
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.keygen.request import KeyRequest

TRIES_PER_JOB = 2


def default_process_count() -> int:
    """One process for each core but one, at least one (protocol §3.9)."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


@dataclass(eq=False)
class _Order:
    """A job and whoever waits for its key."""

    job: Job = field(repr=False)
    network: Network = field(repr=False)
    key: asyncio.Future[Secret]

    def deliver(self, key: Secret) -> None:
        """Hand the key over, or wipe it when whoever asked has gone."""
        if self.key.done():
            key.wipe()
        else:
            self.key.set_result(key)

    def refuse(self, failure: Failure) -> None:
        """Say why there is no key, unless whoever asked has gone."""
        if not self.key.done():
            self.key.set_exception(failure)


class RegenerationPool:
    """Processes that turn a print and a message's numbers into its biometric key.

    Args:
        process_count: how many processes; 0 for one less than the cores.
        waiting_per_branch: how many keys one branch may wait for, those in work not counted.
    """

    def __init__(self, process_count: int, waiting_per_branch: int) -> None:
        self._count = process_count or default_process_count()
        self._queue: FairQueue[_Order] = FairQueue(waiting_per_branch)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, network: Network) -> None:
        """Start the processes and wait until each has passed the self-test on ``network``.

        Raises:
            Failure: the code of the self-test that failed, ``INTERNAL`` when a process does not come up.
        """
        processes = [await RegenerationProcess.start() for _ in range(self._count)]
        try:
            await asyncio.gather(*(process.load(network) for process in processes))
        except BaseException as error:
            await asyncio.gather(*(process.kill() for process in processes))
            if isinstance(error, ProcessEnded):
                raise Failure(Code.INTERNAL, "A regeneration process did not start; see the log.") from None
            raise
        self._tasks = [asyncio.create_task(self._work(process)) for process in processes]

    async def regenerate(self, branch: str, network: Network, request: KeyRequest, print_: Print) -> Secret:
        """The biometric key of one message, 1,024 bytes.

        Args:
            branch: whose turn it takes.
            network: the model of the enrolment.
            request: user, generation, finger, epoch and counter.
            print_: the enrolled print of that finger.

        Raises:
            Failure: ``RATE_LIMITED`` when the branch has its share waiting, ``KEY_UNUSABLE`` when the print
                gives no key, ``INTERNAL`` when processes die over it, ``DRAINING`` when the pool closes.
        """
        answer: asyncio.Future[Secret] = asyncio.get_running_loop().create_future()
        order = _Order(Job(request, print_, network.digest), network, answer)
        self._queue.put(branch, order)
        try:
            return await answer
        finally:
            self._queue.discard(branch, order)

    async def close(self) -> None:
        """End every process; keys not made are refused as ``DRAINING``."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for order in self._queue.clear():
            order.refuse(Failure(Code.DRAINING))

    async def _work(self, process: RegenerationProcess) -> None:
        current: RegenerationProcess | None = process
        try:
            while True:
                current = await self._fulfil(await self._queue.get(), current)
        finally:
            if current is not None:
                await current.end()

    async def _fulfil(self, order: _Order, process: RegenerationProcess | None) -> RegenerationProcess | None:
        """Have one key made, on a fresh process where there is none or it dies; the process to go on with."""
        for _ in range(TRIES_PER_JOB):
            try:
                process = process or await RegenerationProcess.start()
                await process.load(order.network)
                order.deliver(await process.make_key(order.job))
                return process
            except ProcessEnded:
                if process is not None:
                    await process.kill()
                process = None
            except Failure as failure:
                order.refuse(failure)
                return process
            except asyncio.CancelledError:
                order.refuse(Failure(Code.DRAINING))
                raise
        order.refuse(Failure(Code.INTERNAL))
        return process
