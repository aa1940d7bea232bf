"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SettableClock:
    """Implements ``server.ports.Clock``."""

    def __init__(self) -> None:
        self._now = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """Wall time."""
        return self._now

    def monotonic(self) -> float:
        """Seconds."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds
