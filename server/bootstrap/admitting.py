"""Admits a branch: from its request to the admission that it accepts (protocol §9.1–9.2)."""

from __future__ import annotations

from server.bootstrap.branch_papers import BranchPapers
from server.bootstrap.issuing import issue_admission
from server.ports import Actor, BranchRecord, Office
from server.services.administration import approve_branch, list_branches
from server.services.certificates import readmit_branch
from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import BranchRequest, parse_request
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home


def admit_branch(office: Office, request: bytes, actor: Actor, *, renew: bool = False) -> bytes:
    """Issue a branch's certificate, enter it in the registry, and keep request and admission in the home.

    A request that was approved before gives the same admission again, so that a lost file can be sent anew.

    Args:
        office: the head office.
        request: the request's bytes, whose fingerprint the caller has settled.
        actor: who approves, and why.
        renew: take another request of a branch that there is already: its certificates end with that.

    Returns:
        The admission, signed by the authority.

    Raises:
        Failure: ``INTEGRITY`` for a request that is none; ``CONFLICT`` when the name is another branch's;
            with ``renew``, ``NOT_FOUND`` when there is no such branch and ``BRANCH_REVOKED``.
    """
    asked = parse_request(request)
    papers = _papers(office)
    known = next((branch for branch in list_branches(office) if branch.name == asked.name), None)
    if known is not None:
        before, admission = papers.both(known)
        if before == request:
            return admission
        if not renew:
            sentence = (
                f"There is a branch {known.name} already, with another request. Choose another name, or give "
                "that branch a new certificate by this request with --renew."
            )
            raise Failure(Code.CONFLICT, sentence)
    return _issue(office, papers, asked, request, actor, renew=renew)


def request_of(office: Office, branch: BranchRecord) -> BranchRequest:
    """The request of a registered branch, bound to the certificate that the registry names.

    Raises:
        Failure: ``INTEGRITY`` when the kept files are missing or not those of that certificate.
    """
    return _papers(office).request(branch)


def _issue(
    office: Office, papers: BranchPapers, asked: BranchRequest, request: bytes, actor: Actor, *, renew: bool
) -> bytes:
    admission, signed = issue_admission(office, asked)
    digest, expiry = certificate_sha256(admission.certificate), admission.certificate.not_valid_after_utc
    with papers.kept(asked.name, digest, request, signed):
        if renew:
            readmit_branch(office, asked.name, digest, expiry, actor)
        else:
            approve_branch(office, asked.name, admission.identity.uri, digest, expiry, actor)
    return signed


def _papers(office: Office) -> BranchPapers:
    return BranchPapers(open_home(office.config.home, HomeKind.HEAD_OFFICE))
