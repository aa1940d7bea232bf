"""Audit what was refused, bounded (protocol §7.5): the first of a (peer, reason) at once, then counts."""

from __future__ import annotations

from server.ports import AuditEntry, Event, Office
from shared.errors import Code, Failure

UNKNOWN_PEER = "unknown"


def record_refusal(office: Office, actor_uri: str, failure: Failure, user: int | None = None) -> None:
    """Audit a refusal; what cannot be audited just now is counted and audited later.

    Wrong proofs are passed over: :func:`refuse_proof` audits each of them.

    Args:
        office: the head office.
        actor_uri: the identity in the peer's certificate; empty when it has none that is ours.
        failure: what it was answered with; only the code is stored.
        user: the user asked for; stored when it is an ID of this deployment.
    """
    if failure.code is Code.PROOF_FAILED:
        return
    peer, reason = actor_uri or UNKNOWN_PEER, failure.code.value
    if not office.refusals.first(peer, reason):
        return
    known = office.config.id_range
    shown = user if user is not None and known.first <= user <= known.last else None
    entry = AuditEntry(actor=peer, event=Event.REFUSED, user=shown, reason=reason)
    if not _audited(office, entry):
        office.refusals.restore(peer, reason, 1)


def flush_refusals(office: Office, *, everything: bool = False) -> None:
    """Audit the counts of minutes that are over, one REPEATED row each; of all when ``everything``."""
    for peer, reason, repeats in office.refusals.due(everything=everything):
        entry = AuditEntry(actor=peer, event=Event.REPEATED, reason=reason, count=repeats)
        if not _audited(office, entry):
            office.refusals.restore(peer, reason, repeats)


def _audited(office: Office, entry: AuditEntry) -> bool:
    try:
        with office.database.write() as transaction:
            transaction.audit.append(entry)
    except Failure:
        # The refusal stands whether or not it can be written down; nothing is released by it.
        return False
    return True
