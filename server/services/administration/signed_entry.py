"""The audit entry of an administrator's change, with the reason given."""

from __future__ import annotations

from typing import Any

from server.ports import Actor, AuditEntry, Event
from shared.reason import checked_reason


def signed_entry(
    actor: Actor, event: Event, *, branch: str = "", what: str = "", **columns: Any
) -> AuditEntry:
    """An entry of ``event`` by ``actor``; ``columns`` are further fields of :class:`AuditEntry`.

    The closed set of columns has none for the branch that is acted upon, nor for a setting (protocol §7.1),
    so these go before the reason.

    Raises:
        Failure: ``INVALID_INPUT`` when the reason is longer than 200 characters or cannot be printed.
    """
    reason = checked_reason(actor.reason)
    about = f"branch {branch}" if branch else what
    parts = [part for part in (about, reason) if part]
    return AuditEntry(actor=actor.uri, event=event, reason=": ".join(parts) or None, **columns)
