"""Renews the certificate of a branch over the branch's own connection (protocol §2.8)."""

from __future__ import annotations

from server.bootstrap.branch_papers import BranchPapers
from server.bootstrap.issuing import issue_admission
from server.ports import BranchRecord, Office
from server.rpc.identity import Peer
from server.services.certificates import Life, note_renewed, require_renewable
from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import BranchRequest, parse_request
from shared.crypto.signed_papers import MAX_REQUEST_BYTES
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home


class BranchRegistrar:
    """Issues certificates to branches that hold one (:class:`server.rpc.desk.Registrar`).

    Args:
        office: the head office.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def renew(self, peer: Peer, request: bytes, *, force: bool) -> bytes:
        """As :meth:`server.rpc.desk.Registrar.renew`."""
        office, life = self._office, Life(peer.valid_from, peer.valid_until)
        branch = require_renewable(office, peer.identity, peer.certificate_sha256, life, force=force)
        papers = BranchPapers(open_home(office.config.home, HomeKind.HEAD_OFFICE))
        asked = _checked(branch, papers.request(branch), request)
        admission, signed = issue_admission(office, asked)
        digest, expiry = certificate_sha256(admission.certificate), admission.certificate.not_valid_after_utc
        with papers.kept(branch.name, digest, request, signed):
            unused = note_renewed(office, peer.identity, branch.certificate_sha256, digest, expiry)
        if unused is not None:
            papers.drop(branch.name, unused)
        return signed


def _checked(branch: BranchRecord, held: BranchRequest, request: bytes) -> BranchRequest:
    """The request, when it is one of this very branch, with a new key and with the package key that it has.

    Who proves a key of its own may not choose the name, and packages that were sealed must still open.

    Raises:
        Failure: ``RENEWAL_REFUSED``, whatever it is that does not fit.
    """
    try:
        if len(request) > MAX_REQUEST_BYTES:
            raise Failure(Code.TOO_LARGE)
        asked = parse_request(request)
    except Failure:
        raise Failure(Code.RENEWAL_REFUSED) from None
    is_its_own = asked.name == branch.name and asked.hpke_public_key == held.hpke_public_key
    if not is_its_own or asked.public_key == held.public_key:
        raise Failure(Code.RENEWAL_REFUSED)
    return asked
