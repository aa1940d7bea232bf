"""Audit that somebody takes a copy of the whole head office, before anything is copied."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.signed_entry import signed_entry


def note_backup(office: Office, actor: Actor, *, vault: bool, master_key: bool) -> None:
    """Write one audit row, which the copy then holds too: who takes it, when, and what goes into it.

    It says that a backup began: a copy that nobody finished may have been read all the same.

    Args:
        office: the head office.
        actor: who takes it, and why.
        vault: whether images and enrolments go into it.
        master_key: whether the master key does, sealed under a passphrase.

    Raises:
        Failure: ``INVALID_INPUT`` for a reason that is none; ``AUDIT_UNAVAILABLE``, ``STORAGE_UNAVAILABLE``.
    """
    what = ", ".join(
        (
            "with images and enrolments" if vault else "without images and enrolments",
            "with the master key" if master_key else "without the master key",
        )
    )
    with office.database.write() as transaction:
        transaction.audit.append(signed_entry(actor, Event.BACKUP_BEGUN, what=what))
