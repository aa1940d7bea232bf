"""Refusals counted by the minute, so that no peer can fill the audit (protocol §7.5)."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from server.ports import Clock

MINUTE_SECONDS = 60.0
MAX_TRACKED = 10_000


@dataclass
class _Minute:
    began: float
    repeats: int


class RefusalMinutes:
    """A minute for each (peer, reason), from its first refusal on (:class:`server.ports.RefusalLedger`).

    Peers are identities of our own certificates, so there are not many; beyond ``MAX_TRACKED`` pairs, new
    ones share the minute of the pair ``("others", reason)``.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minutes: dict[tuple[str, str], _Minute] = {}

    def first(self, peer: str, reason: str) -> bool:
        """Count one refusal; whether it is the first of its minute."""
        now = self._clock.monotonic()
        with self._lock:
            key = self._key(peer, reason)
            minute = self._minutes.get(key)
            if minute is None:
                self._minutes[key] = _Minute(now, 0)
                return True
            # A minute that is over keeps counting until its row is written: nothing is counted twice or lost.
            minute.repeats += 1
            return False

    def due(self, *, everything: bool = False) -> list[tuple[str, str, int]]:
        """Take the (peer, reason, repeats) of minutes that are over; of all when ``everything``."""
        now = self._clock.monotonic()
        with self._lock:
            over = [
                key
                for key, minute in self._minutes.items()
                if everything or now - minute.began >= MINUTE_SECONDS
            ]
            taken = [(key, self._minutes.pop(key)) for key in over]
        return [(peer, reason, minute.repeats) for (peer, reason), minute in taken if minute.repeats]

    def restore(self, peer: str, reason: str, repeats: int) -> None:
        """Give repeats back that could not be audited."""
        now = self._clock.monotonic()
        with self._lock:
            minute = self._minutes.setdefault(self._key(peer, reason), _Minute(now, 0))
            minute.repeats += repeats

    def _key(self, peer: str, reason: str) -> tuple[str, str]:
        known = (peer, reason) in self._minutes or len(self._minutes) < MAX_TRACKED
        return (peer if known else "others", reason)
