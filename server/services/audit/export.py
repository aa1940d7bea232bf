"""Read the whole audit log, or the part that is asked for, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.ports import AuditQuery, AuditRow, Office


@contextmanager
def export_audit(office: Office, query: AuditQuery) -> Iterator[Iterator[AuditRow]]:
    """The rows of one state of the log, oldest first, for the length of the block.

    Raises:
        Failure: ``INTEGRITY`` at a row that cannot be read; ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        yield transaction.audit.select(query)
