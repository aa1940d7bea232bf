"""Choose the verifier of live scans, and whether branches have to use one (biometrics §3)."""

from __future__ import annotations

from collections.abc import Callable

from server.ports import Actor, AuditLog, Event, Office
from server.services.administration.signed_entry import signed_entry

Record = Callable[[AuditLog], None]
"""Lays a choice down in the home, beside the audit log of the transaction that goes on."""


def choose_verifier(office: Office, kind: str, digest: bytes, record: Record, actor: Actor) -> None:
    """Make a verifier the current one of its kind.

    Args:
        office: the head office.
        kind: ``embedding`` or ``closed-set``.
        digest: of the verifier, which is on the shelf.
        record: lays the choice down in the home; called last within the transaction, with its audit log.
        actor: who chooses, and why.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``; nothing is changed then.
    """
    _choose(office, Event.VERIFIER_CHOSEN, f"{kind} verifier {digest.hex()}", record, actor)


def choose_verification(office: Office, mode: str, record: Record, actor: Actor) -> None:
    """Have branches check live scans by ``embedding`` or ``closed-set``, or not at all: ``off``.

    Raises:
        Failure: ``HOME_INVALID`` when there is no verifier of that kind; else as :func:`choose_verifier`.
    """
    if mode != "off":
        office.models.current_verifier(mode)
    _choose(office, Event.VERIFICATION_CHOSEN, f"verification {mode}", record, actor)


def _choose(office: Office, event: Event, what: str, record: Record, actor: Actor) -> None:
    with office.database.write() as transaction:
        transaction.audit.append(signed_entry(actor, event, what=what))
        record(transaction.audit)
