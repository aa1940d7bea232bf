"""Decide whether a branch may have a new certificate now (protocol §2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.ports import BranchRecord, Office
from server.services.exchange.requirements import require_branch
from shared.errors import Code, Failure
from shared.identifiers import Identity


@dataclass(frozen=True)
class Life:
    """From when until when a certificate is valid; aware times."""

    start: datetime
    end: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether more than two thirds of it are left."""
        return (self.end - now) * 3 > (self.end - self.start) * 2


def require_renewable(
    office: Office, branch: Identity, certificate_sha256: bytes, life: Life, *, force: bool
) -> BranchRecord:
    """Check that a branch may renew the certificate that it calls with, and take one of its tokens.

    Args:
        office: the head office.
        branch: the authenticated caller.
        certificate_sha256: of its connection's certificate; only the one in force can be renewed.
        life: that certificate's.
        force: renew although it is fresh.

    Returns:
        The branch.

    Raises:
        Failure: ``UNAUTHENTICATED``, ``BRANCH_SUSPENDED``, ``BRANCH_REVOKED``; ``RENEWAL_EARLY``;
            ``RATE_LIMITED`` with the seconds to wait.
    """
    with office.database.read() as transaction:
        require_branch(transaction, branch)
        record = transaction.branches.get(branch.name)
    if record is None or record.certificate_sha256 != certificate_sha256:
        raise Failure(Code.UNAUTHENTICATED)
    if life.is_fresh(office.clock.now()) and not force:
        raise Failure(Code.RENEWAL_EARLY)
    wait = office.renewal_rates.take(branch.name)
    if wait > 0:
        raise Failure(Code.RATE_LIMITED, retry_after=wait)
    return record
