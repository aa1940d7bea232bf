"""Audit that the master key changes: once when it begins and once when everything is under the new key."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.signed_entry import signed_entry


def note_key_change(
    office: Office, old: str, new: str, actor: Actor, *, ended: bool, count: int | None = None
) -> None:
    """Write one audit row, which names both keys by their check values and nothing else of them.

    Args:
        office: the head office.
        old: check value of the key that was in force, in hexadecimal digits.
        new: check value of the key that follows.
        actor: who changes it, and why.
        ended: whether everything is under the new key.
        count: how many data keys were wrapped anew.

    Raises:
        Failure: ``INVALID_INPUT`` for a reason that is none; ``AUDIT_UNAVAILABLE``, ``STORAGE_UNAVAILABLE``.
    """
    event = Event.KEY_CHANGED if ended else Event.KEY_CHANGE_BEGUN
    with office.database.write() as transaction:
        entry = signed_entry(actor, event, what=f"master key {old} to {new}", count=count)
        transaction.audit.append(entry)
