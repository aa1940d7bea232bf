"""Admit an administrator of another machine to one call (protocol §2.3, §2.7)."""

from __future__ import annotations

from server.ports import AdministratorStatus, Office
from shared.errors import Code, Failure
from shared.identifiers import Identity


def admit_administrator(office: Office, administrator: Identity, certificate_sha256: bytes) -> None:
    """Check that an authenticated peer is an administrator, not revoked, with the certificate in force.

    Args:
        office: the head office.
        administrator: the identity that its certificate names.
        certificate_sha256: SHA-256 of the certificate (DER) that the connection was opened with.

    Raises:
        Failure: ``UNAUTHENTICATED`` for one that was never issued, ``ADMIN_REVOKED``,
            ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        held = transaction.administrators.get(administrator.name)
    if held is None or held.uri != administrator.uri:
        raise Failure(Code.UNAUTHENTICATED)
    if held.status is AdministratorStatus.REVOKED or held.certificate_sha256 != certificate_sha256:
        raise Failure(Code.ADMIN_REVOKED)
