"""Try whether an audit row could be committed, and leave none behind."""

from __future__ import annotations

from server.ports import AuditEntry, Event, Office


class _TakenBack(Exception):
    """Ends the transaction of a trial without its commit."""


def prove_writable(office: Office) -> None:
    """Append a row to the audit log in a transaction that is then rolled back.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``AUDIT_UNAVAILABLE`` when a release could not be audited now.
    """
    entry = AuditEntry(actor=office.config.identity.uri, event=Event.REPEATED, count=0)
    try:
        with office.database.write() as transaction:
            transaction.audit.append(entry)
            raise _TakenBack
    except _TakenBack:
        return
