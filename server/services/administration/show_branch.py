"""Show one branch and whom it serves."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import BranchRecord, CertificateRecord, Office, Standing
from server.services.administration.lookups import find_branch


@dataclass(frozen=True)
class BranchView:
    """A branch, the users granted to it, and the certificate that it got and has not used yet."""

    branch: BranchRecord
    users: tuple[int, ...]
    renewed: CertificateRecord | None


def show_branch(office: Office, name: str) -> BranchView:
    """One branch.

    Raises:
        Failure: ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        branch, others = find_branch(transaction, name), transaction.certificates.of_branch(name)
        renewed = next((each for each in others if each.standing is Standing.RENEWED), None)
        return BranchView(branch, transaction.grants.users_of(name), renewed)
