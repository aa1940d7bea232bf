"""Enter a certificate that was issued to a branch over its own connection (protocol §2.8)."""

from __future__ import annotations

from datetime import datetime

from server.ports import AuditEntry, CertificateRecord, Event, Office, Standing
from server.services.exchange.certificate_named import certificate_named
from server.services.exchange.requirements import require_branch
from shared.errors import Code, Failure
from shared.identifiers import Identity


def note_renewed(
    office: Office, branch: Identity, renews: bytes, certificate_sha256: bytes, expires_at: datetime
) -> bytes | None:
    """Make a certificate the renewed one of a branch; one issued before and never used ends with that.

    Args:
        office: the head office.
        branch: the authenticated caller.
        renews: SHA-256 of the certificate that it called with, still the one in force.
        certificate_sha256: of the new one.
        expires_at: when that ends.

    Returns:
        SHA-256 of the one that was never used, if there was one.

    Raises:
        Failure: ``UNAUTHENTICATED``, ``BRANCH_SUSPENDED`` or ``BRANCH_REVOKED`` when the branch or its
            certificate was withdrawn meanwhile; ``AUDIT_UNAVAILABLE``. Nothing is entered then.
    """
    new = CertificateRecord(branch.name, Standing.RENEWED, certificate_sha256, expires_at, office.clock.now())
    with office.database.write() as transaction:
        others = transaction.certificates.of_branch(branch.name)
        transaction.certificates.put(new)
        require_branch(transaction, branch, lock=True)
        record = transaction.branches.get(branch.name)
        if record is None or record.certificate_sha256 != renews:
            raise Failure(Code.UNAUTHENTICATED)
        what = certificate_named(branch.name, certificate_sha256)
        transaction.audit.append(AuditEntry(branch.uri, Event.CERTIFICATE_RENEWED, reason=what))
    unused = (each.certificate_sha256 for each in others if each.standing is Standing.RENEWED)
    return next(unused, None)
