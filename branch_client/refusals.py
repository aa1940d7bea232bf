"""How refused scans of one user add up at a branch (protocol §3.5a), as wrong proofs do elsewhere (§3.8)."""

from __future__ import annotations

from dataclasses import dataclass

_DOUBLINGS_MAX = 60
"""Beyond them a wait is longer than any window; a float's powers of two have an end too."""


@dataclass(frozen=True)
class Refusals:
    """The refused scans of one user since the last that passed; times in seconds since 1970.

    Attributes:
        count: refused within the window.
        since: when the first of them was.
        blocked_until: no other scan is looked at before.
        locked_until: no fetch begins before.
    """

    count: int = 0
    since: float = 0.0
    blocked_until: float = 0.0
    locked_until: float = 0.0

    def with_another(
        self, now: float, *, most: int, window_seconds: float, backoff_seconds: float
    ) -> Refusals:
        """One refusal more.

        The wait doubles with each in a row. They are counted in windows that begin with the first of them;
        the last one allowed starts a lock-out as long as the window. A clock that was set back forgets
        nothing: who can move it would otherwise have as many attempts as they please.

        Args:
            now: the time of this refusal.
            most: with how many in one window the lock-out begins.
            window_seconds: how long a window is, and the lock-out.
            backoff_seconds: the wait after the first.
        """
        fresh = self.count == 0 or now - self.since >= window_seconds
        count = 1 if fresh else self.count + 1
        return Refusals(
            count=count,
            since=now if fresh else min(self.since, now),
            blocked_until=now + backoff_seconds * 2.0 ** min(count - 1, _DOUBLINGS_MAX),
            locked_until=now + window_seconds if count >= most else 0.0,
        )
