"""Refuse a wrong Proof (protocol §3.8): audit it, count it, make the branch wait, lock it out after five."""

from __future__ import annotations

from server.ports import AuditEntry, Event, Office
from server.services.exchange.reserve import Reservation
from server.services.exchange.strikes import strike
from shared.errors import Code, Failure
from shared.identifiers import Identity
from shared.protocol.messages import Hello


def refuse_proof(office: Office, branch: Identity, hello: Hello, reservation: Reservation) -> Failure:
    """Record a wrong Proof. The number stays with its request and lapses.

    Args:
        office: the head office.
        branch: the authenticated caller.
        hello: the admitted request.
        reservation: the number it holds.

    Returns:
        The failure to answer with: ``PROOF_FAILED``, and the seconds to wait.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``; nothing was counted.
    """
    with office.database.write() as transaction:
        wait = strike(office, transaction, branch, hello.user, wrong=True)
        transaction.audit.append(
            AuditEntry(
                actor=branch.uri,
                event=Event.PROOF_REFUSED,
                user=hello.user,
                image=hello.image,
                n=reservation.n,
                generation=hello.generation,
                finger=reservation.finger,
                request_id=hello.request_id,
                reason=Code.PROOF_FAILED.value,
            )
        )
    return Failure(Code.PROOF_FAILED, retry_after=wait or None)
