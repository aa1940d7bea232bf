"""Say whether a certificate of a branch admits it now (protocol §2.8)."""

from __future__ import annotations

from datetime import timedelta

from server.ports import Office, Standing
from server.services.exchange.take_up_certificate import take_up_certificate


def is_admitted(office: Office, branch: str, certificate_sha256: bytes) -> bool:
    """Whether a branch may call with this certificate.

    It may with the one in force; with the renewed one, which its first use puts in force; and for a while
    with the one that was replaced, so that what other processes of the branch began with it comes to its end.

    Args:
        office: the head office.
        branch: an active branch's name.
        certificate_sha256: of the certificate that the connection was opened with.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``; the renewed one is not in force then.
    """
    with office.database.read() as transaction:
        record = transaction.branches.get(branch)
        others = transaction.certificates.of_branch(branch)
    if record is not None and record.certificate_sha256 == certificate_sha256:
        return True
    for other in others:
        if other.certificate_sha256 != certificate_sha256:
            continue
        if other.standing is Standing.RENEWED:
            return take_up_certificate(office, branch, certificate_sha256)
        overlap = timedelta(seconds=office.config.certificate_overlap_seconds)
        return office.clock.now() < other.since + overlap
    return False
