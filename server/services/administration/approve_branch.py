"""Enter a branch in the registry, once its certificate is made (protocol §9.1)."""

from __future__ import annotations

from datetime import datetime

from server.ports import Actor, BranchRecord, BranchStatus, Event, Office
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_branch_name


def approve_branch(
    office: Office, name: str, uri: str, certificate_sha256: bytes, expires_at: datetime, actor: Actor
) -> BranchRecord:
    """Approve a branch.

    Args:
        office: the head office.
        name: the branch's name.
        uri: the identity in its certificate; must be that of this name in this trust domain.
        certificate_sha256: SHA-256 of its certificate (DER).
        expires_at: when the certificate ends, aware UTC.
        actor: who approves, and why.

    Returns:
        The branch, active.

    Raises:
        Failure: ``INVALID_INPUT`` for a wrong name or URI; ``CONFLICT`` when the name is taken, for ever
            also by a revoked branch.
    """
    identity = Identity(office.config.trust_domain, Role.BRANCH, parse_branch_name(name))
    if identity.uri != uri:
        raise Failure(Code.INVALID_INPUT, f"The certificate of branch {name} must name {identity.uri}.")
    branch = BranchRecord(
        name,
        uri,
        certificate_sha256,
        BranchStatus.ACTIVE,
        office.clock.now(),
        certificate_expires_at=expires_at,
    )
    with office.database.write() as transaction:
        if transaction.branches.get(name) is not None:
            raise Failure(Code.CONFLICT, f"There is a branch {name} already; choose another name.")
        transaction.branches.add(branch)
        transaction.audit.append(signed_entry(actor, Event.BRANCH_APPROVED, branch=name))
    return branch
