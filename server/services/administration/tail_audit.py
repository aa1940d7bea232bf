"""Show the newest rows of the audit log."""

from __future__ import annotations

from server.ports import AuditRow, Office
from shared.errors import Code, Failure


def tail_audit(office: Office, rows: int) -> tuple[AuditRow, ...]:
    """The last ``rows`` rows, oldest first.

    Raises:
        Failure: ``INVALID_INPUT`` when ``rows`` is less than 1; ``STORAGE_UNAVAILABLE``.
    """
    if rows < 1:
        raise Failure(Code.INVALID_INPUT, "Ask for at least one row.", field="rows")
    with office.database.read() as transaction:
        return transaction.audit.tail(rows)
