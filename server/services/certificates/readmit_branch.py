"""Give a branch another certificate by an administrator's word, when it cannot renew its own (§9.1)."""

from __future__ import annotations

from datetime import datetime

from server.ports import Actor, BranchRecord, BranchStatus, Event, Office
from server.services.administration.lookups import find_branch
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def readmit_branch(
    office: Office, name: str, certificate_sha256: bytes, expires_at: datetime, actor: Actor
) -> BranchRecord:
    """Put another certificate of a branch in force at once. Every certificate it had before ends with that.

    Grants stay, and so does the status: a suspended branch stays suspended.

    Args:
        office: the head office.
        name: the branch's name.
        certificate_sha256: SHA-256 of the new certificate (DER).
        expires_at: when it ends, aware UTC.
        actor: who approves, and why.

    Raises:
        Failure: ``NOT_FOUND``; ``BRANCH_REVOKED``, which is for ever; ``AUDIT_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        transaction.certificates.remove_all(name)
        branch = find_branch(transaction, name, lock=True)
        if branch.status is BranchStatus.REVOKED:
            raise Failure(Code.BRANCH_REVOKED, f"Branch {name} was revoked, and that is for ever.")
        transaction.branches.set_certificate(name, certificate_sha256, expires_at)
        about = f"{name} certificate {certificate_sha256.hex()}"
        transaction.audit.append(signed_entry(actor, Event.BRANCH_READMITTED, branch=about))
        return find_branch(transaction, name)
