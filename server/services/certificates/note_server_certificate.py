"""Audit that the server has a new certificate (protocol §2.8)."""

from __future__ import annotations

from server.ports import Actor, Event, Office
from server.services.administration.signed_entry import signed_entry


def note_server_certificate(office: Office, certificate_sha256: bytes, actor: Actor) -> None:
    """Write the row, before the certificate is in force.

    Args:
        office: the head office.
        certificate_sha256: SHA-256 of the certificate (DER).
        actor: who renews it: an administrator, or the server itself.

    Raises:
        Failure: ``INVALID_INPUT`` for a reason that is none; ``AUDIT_UNAVAILABLE``.
    """
    what = f"certificate {certificate_sha256.hex()}"
    with office.database.write() as transaction:
        transaction.audit.append(signed_entry(actor, Event.SERVER_CERTIFICATE_RENEWED, what=what))
