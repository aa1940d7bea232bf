"""A queue that is fair between branches and short for each of them (protocol §3.9)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import Generic, TypeVar

from shared.errors import Code, Failure

Job = TypeVar("Job")

_TRY_AGAIN_SECONDS = 1.0


class FairQueue(Generic[Job]):
    """Jobs of many branches, taken in turn: one of each branch that waits, in the order they came.

    Args:
        waiting_per_branch: how many jobs one branch may have in the queue, those in work not counted.
    """

    def __init__(self, waiting_per_branch: int) -> None:
        self._waiting_per_branch = waiting_per_branch
        self._jobs: OrderedDict[str, deque[Job]] = OrderedDict()
        self._filled = asyncio.Event()

    def put(self, branch: str, job: Job) -> None:
        """Append a job to its branch's turn.

        Raises:
            Failure: ``RATE_LIMITED`` with a retry time when the branch has its share waiting already.
        """
        waiting = self._jobs.get(branch, deque())
        if len(waiting) >= self._waiting_per_branch:
            raise Failure(Code.RATE_LIMITED, retry_after=_TRY_AGAIN_SECONDS)
        waiting.append(job)
        self._jobs[branch] = waiting
        self._filled.set()

    async def get(self) -> Job:
        """Take the next job; its branch goes behind the others. Waits while there is none."""
        while not self._jobs:
            self._filled.clear()
            await self._filled.wait()
        branch, waiting = self._jobs.popitem(last=False)
        job = waiting.popleft()
        if waiting:
            self._jobs[branch] = waiting
        return job

    def discard(self, branch: str, job: Job) -> None:
        """Drop a job that nobody waits for any more, so that it takes no place; unknown jobs are ignored."""
        waiting = self._jobs.get(branch)
        if waiting is None or job not in waiting:
            return
        waiting.remove(job)
        if not waiting:
            del self._jobs[branch]

    def clear(self) -> list[Job]:
        """Take every job out, for whoever must refuse them."""
        jobs = [job for waiting in self._jobs.values() for job in waiting]
        self._jobs.clear()
        return jobs
