"""The audit entry of an administrator's change, with the reason given."""

from __future__ import annotations

from typing import Any

from server.ports import Actor, AuditEntry, Event
from shared.errors import Code, Failure

MAX_REASON_CHARACTERS = 200


def signed_entry(
    actor: Actor, event: Event, *, branch: str = "", what: str = "", **columns: Any
) -> AuditEntry:
    """An entry of ``event`` by ``actor``; ``columns`` are further fields of :class:`AuditEntry`.

    The closed set of columns has none for the branch that is acted upon, nor for a setting (protocol §7.1),
    so these go before the reason.

    Raises:
        Failure: ``INVALID_INPUT`` when the reason is longer than 200 characters or cannot be printed.
    """
    reason = checked_reason(actor)
    about = f"branch {branch}" if branch else what
    parts = [part for part in (about, reason) if part]
    return AuditEntry(actor=actor.uri, event=event, reason=": ".join(parts) or None, **columns)


def checked_reason(actor: Actor) -> str:
    """The reason as it is audited; whoever changes many things checks it before the first.

    Raises:
        Failure: ``INVALID_INPUT`` when it is longer than 200 characters or cannot be printed.
    """
    reason = actor.reason.strip()
    if len(reason) > MAX_REASON_CHARACTERS or not reason.isprintable():
        sentence = f"A reason is one line of at most {MAX_REASON_CHARACTERS} printable characters."
        raise Failure(Code.INVALID_INPUT, sentence, field="reason")
    return reason
