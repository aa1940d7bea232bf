"""Put a renewed certificate in force, when its branch calls with it for the first time (protocol §2.8)."""

from __future__ import annotations

from server.ports import AuditEntry, BranchRecord, CertificateRecord, Event, Office, Standing
from server.services.exchange.certificate_named import certificate_named


def take_up_certificate(office: Office, branch: str, certificate_sha256: bytes) -> bool:
    """Make the renewed certificate of a branch the one in force; the one before is the replaced one then.

    Args:
        office: the head office.
        branch: its name.
        certificate_sha256: of the renewed certificate, whose key the branch has just proved.

    Returns:
        Whether this certificate is in force: by this call, or by one that was first.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``; nothing is changed then.
    """
    with office.database.write() as transaction:
        renewed = next(
            (
                each
                for each in transaction.certificates.of_branch(branch)
                if each.standing is Standing.RENEWED
            ),
            None,
        )
        mine = transaction.certificates.remove(branch, Standing.RENEWED, certificate_sha256)
        before = transaction.branches.get(branch)
        if renewed is None or before is None or not mine:
            return before is not None and before.certificate_sha256 == certificate_sha256
        transaction.branches.set_certificate(branch, certificate_sha256, renewed.certificate_expires_at)
        transaction.certificates.put(_replaced(office, before))
        what = certificate_named(branch, certificate_sha256)
        transaction.audit.append(AuditEntry(before.uri, Event.CERTIFICATE_REPLACED, reason=what))
    return True


def _replaced(office: Office, before: BranchRecord) -> CertificateRecord:
    return CertificateRecord(
        before.name,
        Standing.REPLACED,
        before.certificate_sha256,
        before.certificate_expires_at,
        office.clock.now(),
    )
