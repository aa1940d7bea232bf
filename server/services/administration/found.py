"""Write the first row of the audit log and its first checkpoint, when a head office begins."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.signed_entry import signed_entry
from server.services.audit.write_checkpoint import checkpoint_within


def found(office: Office, actor: Actor) -> None:
    """Record that this head office was initialised.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        transaction.audit.append(signed_entry(actor, Event.INITIALISED))
        checkpoint_within(office, transaction)
