"""A thread on which gRPC is used, so that no signal can break into the middle of what it does.

Python raises what a signal handler raises (Ctrl-C, a request to end) in the main thread, between any two
steps. When that happens while gRPC starts a call, or waits for a blocking one, the call stays on its channel
and nobody takes its events any more: closing the channel then waits for them without end, and so does the end
of the process, which closes what is left. Other threads never run handlers. So calls are made here, and the
main thread waits for the outcome, which can be interrupted anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

_T = TypeVar("_T")


class Uninterrupted:
    """Runs functions one after another on a daemon thread of its own."""

    def __init__(self) -> None:
        self._work: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        Thread(target=_serve, args=(self._work,), name="uninterrupted", daemon=True).start()

    def run(self, function: Callable[[], _T]) -> _T:
        """What ``function`` returns or raises; an interrupt leaves it running and is raised here."""
        outcome: Future[_T] = Future()
        self._work.put((function, outcome))
        return outcome.result()

    def end(self) -> None:
        """Let the thread end after what it was given; nothing can be run from then on."""
        self._work.put(None)


def _serve(work: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None]) -> None:
    while (given := work.get()) is not None:
        function, outcome = given
        try:
            outcome.set_result(function())
        except BaseException as error:  # it is raised where it is waited for
            outcome.set_exception(error)
        del given, function, outcome  # what they hold ends with them, not with the next


def run_uninterrupted(function: Callable[[], _T]) -> _T:
    """Run one function so, on a thread for it alone, while another may be busy."""
    thread = Uninterrupted()
    try:
        return thread.run(function)
    finally:
        thread.end()
