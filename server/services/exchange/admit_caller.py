"""Admit the caller of any RPC (protocol §2.3): nothing looks at an open connection's certificate again."""

from __future__ import annotations

from server.ports import Office
from server.services.exchange.is_admitted import is_admitted
from server.services.exchange.requirements import require_branch
from shared.errors import Code, Failure
from shared.identifiers import Identity


def admit_caller(office: Office, branch: Identity, certificate_sha256: bytes) -> None:
    """Check that an authenticated peer is an active branch of this head office, with a valid certificate.

    The first call with a renewed certificate puts that one in force.

    Args:
        office: the head office.
        branch: the identity that its certificate names.
        certificate_sha256: SHA-256 of the certificate (DER) that the connection was opened with.

    Raises:
        Failure: ``UNAUTHENTICATED``, ``BRANCH_SUSPENDED``, ``BRANCH_REVOKED``, ``STORAGE_UNAVAILABLE``,
            ``AUDIT_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        require_branch(transaction, branch)
    if not is_admitted(office, branch.name, certificate_sha256):
        raise Failure(Code.UNAUTHENTICATED)
