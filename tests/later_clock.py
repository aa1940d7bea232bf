"""The machine's clock, days ahead, at either end."""

from __future__ import annotations

from datetime import datetime, timedelta

from branch_client.bootstrap import SystemClock


class LaterClock(SystemClock):
    """The clock of a branch, which does for a head office too.

    Args:
        days: how many it is ahead.
    """

    def __init__(self, days: float) -> None:
        self._ahead = timedelta(days=days)

    def now(self) -> datetime:
        """Wall time, later."""
        return super().now() + self._ahead
