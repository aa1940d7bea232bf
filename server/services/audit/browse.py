"""Show the audit log portion by portion, the newest rows first."""

from __future__ import annotations

from dataclasses import replace

from server.ports import AuditQuery, AuditRow, Office
from server.services.portions import Place, Portion, read_portion


def browse_audit(office: Office, query: AuditQuery, place: Place[int], count: int) -> Portion[AuditRow]:
    """One portion of the rows that a query asks for, newest first.

    Args:
        office: the head office.
        query: which rows.
        place: in terms of the rows' numbers: behind one are the older rows.
        count: how many rows at most.

    Raises:
        Failure: ``INTEGRITY`` for a row that cannot be read; ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        log = transaction.audit
        return read_portion(
            place,
            count,
            lambda before, most: log.tail(most, query, before=before)[::-1],
            lambda after, most: log.first(most, replace(query, after=max(after, query.after))),
        )
