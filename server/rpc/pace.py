"""How long a branch may take for a transfer: one that stops or trickles holds an image and a place."""

from __future__ import annotations

from server.config import HeadOfficeConfig
from server.ports import Clock
from shared.errors import Code, Failure


class Pace:
    """The time of one transfer, which begins now.

    A chunk may take the patience and its size at the least rate; so may the whole. A fast beginning earns no
    right to stop, and a slow line that keeps the rate is never cut off.

    Args:
        config: the least rate and the patience.
        clock: its monotonic seconds count.
    """

    def __init__(self, config: HeadOfficeConfig, clock: Clock) -> None:
        self._rate = config.min_transfer_bytes_per_second
        self._patience = config.transfer_patience_seconds
        self._clock = clock
        self._ends = clock.monotonic() + self._patience

    def allow(self, size: int) -> float:
        """The seconds that the next chunk may take.

        Args:
            size: its bytes.

        Raises:
            Failure: ``TOO_SLOW`` when the transfer as a whole is behind already.
        """
        seconds = size / self._rate
        self._ends += seconds
        left = self._ends - self._clock.monotonic()
        if left <= 0:
            raise Failure(Code.TOO_SLOW)
        return min(left, self._patience + seconds)
