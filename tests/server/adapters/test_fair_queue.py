"""The queue that regeneration waits in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.adapters.fair_queue import FairQueue
from shared.errors import Code, Failure


def taken(jobs: Sequence[tuple[str, int]], share: int = 10) -> list[tuple[str, int]]:
    """Put all jobs, then take all."""

    async def run() -> list[tuple[str, int]]:
        queue: FairQueue[tuple[str, int]] = FairQueue(share)
        for job in jobs:
            queue.put(job[0], job)
        return [await queue.get() for _ in jobs]

    return asyncio.run(run())


def test_branches_take_turns() -> None:
    jobs = [("basra", 1), ("basra", 2), ("basra", 3), ("mosul", 1), ("mosul", 2), ("kirkuk", 1)]
    order = [("basra", 1), ("mosul", 1), ("kirkuk", 1), ("basra", 2), ("mosul", 2), ("basra", 3)]
    assert taken(jobs) == order


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_nothing_is_lost_and_a_branch_keeps_its_own_order(branches: list[str]) -> None:
    jobs = [(branch, number) for number, branch in enumerate(branches)]
    order = taken(jobs, share=12)
    assert sorted(order) == sorted(jobs)
    for branch in "abc":
        assert [job for job in order if job[0] == branch] == [job for job in jobs if job[0] == branch]


def test_a_branch_has_its_share_and_no_more() -> None:
    queue: FairQueue[int] = FairQueue(2)
    queue.put("basra", 1)
    queue.put("basra", 2)
    with pytest.raises(Failure) as caught:
        queue.put("basra", 3)
    assert caught.value.code is Code.RATE_LIMITED
    assert caught.value.retry_after
    queue.put("mosul", 1)


def test_a_discarded_job_gives_its_place_back() -> None:
    async def run() -> int:
        queue: FairQueue[int] = FairQueue(1)
        queue.put("basra", 1)
        queue.discard("basra", 1)
        queue.discard("basra", 1)
        queue.discard("nobody", 1)
        queue.put("basra", 2)
        return await queue.get()

    assert asyncio.run(run()) == 2


def test_a_taker_waits_for_a_job() -> None:
    async def run() -> tuple[bool, int]:
        queue: FairQueue[int] = FairQueue(1)
        taker = asyncio.create_task(queue.get())
        await asyncio.sleep(0)
        waited = not taker.done()
        queue.put("basra", 7)
        return waited, await taker

    assert asyncio.run(run()) == (True, 7)


def test_clearing_hands_every_job_over() -> None:
    queue: FairQueue[int] = FairQueue(5)
    for job in (1, 2):
        queue.put("basra", job)
    queue.put("mosul", 3)
    assert sorted(queue.clear()) == [1, 2, 3]
    assert queue.clear() == []
