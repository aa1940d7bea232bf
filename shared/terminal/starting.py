"""Starts a program so that Ctrl-C ends it quietly from its first moment on, while it is still imported.

An import is not made for an exception at any place, and may swallow one. Until the module of a command is
imported there is nothing to put away, and Ctrl-C ends the process at once; from then on it is a
``KeyboardInterrupt`` again. That goes for what a command imports as it runs, too, such as torch: there
Ctrl-C may still be answered in a way of its own. SIGTERM is left alone: by itself it ends a process without
a word.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pkgutil import resolve_name
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""

STOPPED = "Stopped; nothing further was done."


def start(main: str) -> int:
    """Import a program's ``main`` and run it as this process; the exit code is the caller's to pass on.

    Args:
        main: where it is, such as ``server.cli.app:main``.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # in the background it is ignored
        signal.signal(signal.SIGINT, _end)
    code: int = resolve_name(main)()
    return code


def started() -> None:
    """Let Ctrl-C be a ``KeyboardInterrupt`` from here on, where :func:`start` made it end the process."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    with suppress(OSError):  # without a stderr there is nobody to tell
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(INTERRUPTED)
