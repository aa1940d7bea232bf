"""Note that the database was restored: no exchange until the fence (protocol §5.7)."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.signed_entry import signed_entry


def note_restore(office: Office, actor: Actor) -> None:
    """Disable exchanges until :func:`set_fence`, in the database as it is now.

    Raises:
        Failure: ``INVALID_INPUT`` for a reason that is none; ``STORAGE_UNAVAILABLE``, ``AUDIT_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        transaction.fence.require(required=True)
        transaction.audit.append(signed_entry(actor, Event.DATABASE_RESTORED))
