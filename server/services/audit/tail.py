"""Show rows of the audit log."""

from __future__ import annotations

from server.ports import AuditQuery, AuditRow, Office
from shared.errors import Code, Failure


def tail_audit(office: Office, rows: int, query: AuditQuery | None = None) -> tuple[AuditRow, ...]:
    """The newest rows that a query asks for, oldest first.

    Args:
        office: the head office.
        rows: at most so many.
        query: which; every row when absent.

    Raises:
        Failure: ``INVALID_INPUT`` when ``rows`` is less than 1; ``INTEGRITY`` for a row that cannot be read;
            ``STORAGE_UNAVAILABLE``.
    """
    if rows < 1:
        raise Failure(Code.INVALID_INPUT, "Ask for at least one row.", field="rows")
    with office.database.read() as transaction:
        return transaction.audit.tail(rows, query)
