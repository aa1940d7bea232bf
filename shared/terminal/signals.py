"""Lets a command that is told to end put away what it has in the open, as Ctrl-C does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ending_interrupts() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block by ``KeyboardInterrupt``, so that what it made is taken away."""
    if threading.current_thread() is not threading.main_thread():  # nobody else may set handlers
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    for each in _ENDING:  # once is enough: what is put away now is not to be disturbed
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
