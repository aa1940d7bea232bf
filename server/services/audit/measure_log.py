"""How long the audit log is, and how old its newest signature."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office


@dataclass(frozen=True)
class LogMeasure:
    """The rows of the log, and seconds since its newest checkpoint; ``None`` before the first."""

    rows: int
    checkpoint_age_seconds: float | None


def measure_log(office: Office) -> LogMeasure:
    """Measure the log as it stands now.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        rows, _ = transaction.audit.head()
        newest = transaction.tree.newest()
    if newest is None:
        return LogMeasure(rows, None)
    return LogMeasure(rows, max(0.0, office.clock.now().timestamp() - newest.time_us / 1e6))
