"""The machine's clock, days ahead, at either end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class LaterClock:
    """The clock of a branch or a head office.

    Args:
        days: how many it is ahead.
    """

    def __init__(self, days: float) -> None:
        self._ahead = timedelta(days=days)

    def now(self) -> datetime:
        """Wall time, later, in UTC."""
        return datetime.now(UTC) + self._ahead
