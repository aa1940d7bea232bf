"""Audit a Receipt that does not verify, and otherwise ignore it (protocol §3.13)."""

from __future__ import annotations

from server.ports import AuditEntry, Event, Office
from server.services.exchange.reserve import Reservation
from shared.errors import Code
from shared.identifiers import Identity
from shared.protocol.messages import Hello


def refuse_receipt(office: Office, branch: Identity, hello: Hello, reservation: Reservation) -> None:
    """Record a bad Receipt; the request stays as it is.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        transaction.audit.append(
            AuditEntry(
                actor=branch.uri,
                event=Event.RECEIPT_REFUSED,
                user=hello.user,
                image=hello.image,
                n=reservation.n,
                generation=hello.generation,
                finger=reservation.finger,
                request_id=hello.request_id,
                reason=Code.INTEGRITY.value,
            )
        )
