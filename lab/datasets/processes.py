"""Work on many prints with several processes, one after the other in order of what is asked."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")

_ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}

_AHEAD = 4
"""Pieces of work that are given out for each process before their results are wanted."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(function: Callable[[Work], Result], work: Iterable[Work], workers: int) -> Iterator[Result]:
    """``map(function, work)``, computed by several processes.

    Args:
        function: of a module, so that another process can import it.
        work: what to call it with.
        workers: processes; 1 stays in this one.

    Yields:
        The results in the order of ``work``. No more than a few wait to be taken, so memory stays small.
    """
    if workers == 1:
        yield from map(function, work)
        return
    waiting: deque[Future[Result]] = deque()
    pieces = iter(work)
    with _single_threaded(), ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        try:
            for piece in itertools.islice(pieces, workers * _AHEAD):
                waiting.append(pool.submit(function, piece))
            while waiting:
                result = waiting.popleft().result()
                for piece in itertools.islice(pieces, 1):
                    waiting.append(pool.submit(function, piece))
                yield result
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Have processes that are started inside the block use one thread each.

    Matrix products of 96 x 96 gain nothing from threads, and lose much where several processes have them.
    """
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
