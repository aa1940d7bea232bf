"""Ends a training between two steps when it is asked to, so that what was learned is saved whole."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether someone asked for the end."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, number: int | None = None, frame: FrameType | None = None) -> None:
        """Ask for the end; a second time ends at once, without waiting for the step."""
        del number, frame
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """While the block runs, Ctrl-C and SIGTERM ask it to end instead of breaking it off."""
    stop = Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
