"""Choose whether administrators may work from other machines (protocol §2.7)."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.choose_verifying import Record
from server.services.administration.signed_entry import signed_entry


def choose_administration(office: Office, record: Record, actor: Actor, *, on: bool) -> None:
    """Serve ``AdministrationService`` or not.

    Args:
        office: the head office.
        record: lays the choice down in the home; called last within the transaction, with its audit log.
        actor: who chooses, and why.
        on: whether it is to be served.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``; nothing is changed then.
    """
    with office.database.write() as transaction:
        what = f"administration from other machines {'on' if on else 'off'}"
        transaction.audit.append(signed_entry(actor, Event.ADMINISTRATION_CHOSEN, what=what))
        record(transaction.audit)
