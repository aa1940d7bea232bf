"""An answer that is too dear to seek for every page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from server.ports import Clock

T = TypeVar("T")


@dataclass(frozen=True)
class Answered(Generic[T]):
    """An answer, and when it was found."""

    value: T
    at: datetime


class Remembered(Generic[T]):
    """Seeks an answer once, however many ask, and keeps it for a while.

    Args:
        seek: finds it; what it raises is not remembered.
        clock: says how old it is.
        seconds: how long it is kept.
    """

    def __init__(self, seek: Callable[[], T], clock: Clock, seconds: float) -> None:
        self._seek = seek
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: tuple[Answered[T], float] | None = None

    def get(self) -> Answered[T]:
        """The answer, sought anew when it is too old; whoever comes meanwhile waits for the same."""
        with self._lock:
            now = self._clock.monotonic()
            if self._held is None or now - self._held[1] >= self._seconds:
                self._held = (Answered(self._seek(), self._clock.now()), now)
            return self._held[0]

    def last(self) -> Answered[T] | None:
        """The newest answer of any age; ``None`` before the first."""
        return None if self._held is None else self._held[0]
