"""A thread on which gRPC is used, so that no signal can break into the middle of what it does.

Python raises what a signal handler raises (Ctrl-C, a request to end) in the main thread, between any two
steps. When that happens while gRPC starts a call, or waits for a blocking one, the call stays on its channel
and nobody takes its events any more: closing the channel then waits for them without end, and so does the end
of the process, which closes what is left. Other threads never run handlers. So calls are made here, and the
main thread waits for the outcome, which can be interrupted anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias, TypeVar

_T = TypeVar("_T")
_Outcome: TypeAlias = tuple[_T] | BaseException
# A queue and no future: its wait is one step of the interpreter. An interrupt between the steps of a
# condition's wait leaves the lock let go that it is about to let go, and a RuntimeError hides the interrupt.
_Given: TypeAlias = tuple[Callable[[], _T], SimpleQueue[_Outcome[_T]]]


class Uninterrupted:
    """Runs functions one after another on a daemon thread of its own."""

    def __init__(self) -> None:
        self._work: SimpleQueue[_Given[Any] | None] = SimpleQueue()
        Thread(target=_serve, args=(self._work,), name="uninterrupted", daemon=True).start()

    def run(self, function: Callable[[], _T]) -> _T:
        """What ``function`` returns or raises; an interrupt leaves it running and is raised here."""
        outcome: SimpleQueue[_Outcome[_T]] = SimpleQueue()
        self._work.put((function, outcome))
        return _taken(outcome.get())

    def end(self) -> None:
        """Let the thread end after what it was given; nothing can be run from then on."""
        self._work.put(None)


def _serve(work: SimpleQueue[_Given[Any] | None]) -> None:
    while (given := work.get()) is not None:
        function, outcome = given
        try:
            outcome.put((function(),))
        except BaseException as error:  # it is raised where it is waited for
            outcome.put(error)
        del given, function, outcome  # what they hold ends with them, not with the next


def _taken(outcome: _Outcome[_T]) -> _T:
    try:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome[0]
    finally:
        del outcome  # an error holds the frames that it passed, and this one would hold the error


def run_uninterrupted(function: Callable[[], _T]) -> _T:
    """Run one function so, on a thread for it alone, while another may be busy."""
    thread = Uninterrupted()
    try:
        return thread.run(function)
    finally:
        thread.end()
