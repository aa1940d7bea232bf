"""The rate of each branch: a bucket of tokens that fills with time (protocol §3.2)."""

from __future__ import annotations

import threading

from server.ports import Clock


class TokenBuckets:
    """One bucket for each key (:class:`server.ports.RateLimiter`).

    Args:
        clock: its monotonic seconds fill the buckets.
        per_second: tokens that come back each second.
        burst: the most tokens a bucket holds; new ones are full.
    """

    def __init__(self, clock: Clock, per_second: float, burst: int) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> float:
        """Take one token: 0.0 when there was one, else the seconds until there will be."""
        now = self._clock.monotonic()
        with self._lock:
            tokens, since = self._buckets.get(key, (float(self._burst), now))
            tokens = min(self._burst, tokens + (now - since) * self._per_second)
            if tokens < 1:
                self._buckets[key] = (tokens, now)
                return (1 - tokens) / self._per_second
            self._buckets[key] = (tokens - 1, now)
            return 0.0
