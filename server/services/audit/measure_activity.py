"""Count what the newest rows of the audit log say of each hour: images delivered, and what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.ports import AuditRow, Event, Office

MOST_ROWS = 5000
"""So many rows are read at most: a page must not wait for a long log."""

_HOUR = timedelta(hours=1)
_LOST = (Event.UNCONFIRMED, Event.ABANDONED)
_REFUSED = (Event.REFUSED, Event.REPEATED, Event.PROOF_REFUSED)
_WRONG = (*_LOST, Event.DISCARDED, Event.RECEIPT_REFUSED)


@dataclass(frozen=True)
class Hour:
    """What happened within an hour.

    Attributes:
        start: its beginning.
        delivered: images that arrived.
        lost: exchanges that ended without a receipt, or before the image was released.
        refused: calls that were refused.
    """

    start: datetime
    delivered: int = 0
    lost: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Activity:
    """What happened lately.

    Attributes:
        hours: oldest first, the present hour last.
        reasons: how often each reason of a refusal or loss occurred, the most frequent first.
        median_seconds: from request to receipt, of the images delivered; ``None`` without one.
        complete: whether every row of these hours was read; the oldest hours may lack some otherwise.
    """

    hours: tuple[Hour, ...]
    reasons: tuple[tuple[str, int], ...]
    median_seconds: float | None
    complete: bool

    @property
    def delivered(self) -> int:
        """Images that arrived in these hours."""
        return sum(hour.delivered for hour in self.hours)

    @property
    def lost(self) -> int:
        """Exchanges that ended without one."""
        return sum(hour.lost for hour in self.hours)

    @property
    def refused(self) -> int:
        """Calls that were refused."""
        return sum(hour.refused for hour in self.hours)


def measure_activity(office: Office, hours: int = 24) -> Activity:
    """Count the last hours.

    Args:
        office: the head office.
        hours: how many, the present one included.

    Raises:
        Failure: ``INTEGRITY`` for a row that cannot be read; ``STORAGE_UNAVAILABLE``.
    """
    last = office.clock.now().replace(minute=0, second=0, microsecond=0)
    first = last - (hours - 1) * _HOUR
    with office.database.read() as transaction:
        read = transaction.audit.tail(MOST_ROWS)
    rows = [row for row in read if row.time >= first]
    return Activity(
        hours=tuple(_hour(first + number * _HOUR, rows) for number in range(hours)),
        reasons=tuple(_reasons(rows).most_common()),
        median_seconds=_median([row.entry.duration for row in rows if row.entry.duration is not None]),
        complete=len(read) < MOST_ROWS or len(rows) < len(read),
    )


def _hour(start: datetime, rows: Iterable[AuditRow]) -> Hour:
    within = [row for row in rows if start <= row.time < start + _HOUR]
    return Hour(
        start,
        delivered=sum(_times(row) for row in within if row.entry.event is Event.DELIVERED),
        lost=sum(_times(row) for row in within if row.entry.event in _LOST),
        refused=sum(_times(row) for row in within if row.entry.event in _REFUSED),
    )


def _times(row: AuditRow) -> int:
    """How often it happened: a row may stand for the repeats of a minute (protocol §7.5)."""
    return (row.entry.count or 0) if row.entry.event is Event.REPEATED else 1


def _reasons(rows: Iterable[AuditRow]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        if row.entry.event in _REFUSED:
            found[row.entry.reason or row.entry.event.value] += _times(row)
        elif row.entry.event in _WRONG:
            found[row.entry.event.value] += 1
    return found


def _median(values: Sequence[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None
