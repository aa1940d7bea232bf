"""Admits a branch: from its request to the admission that it accepts (protocol §9.1–9.2)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from server.bootstrap.credentials import Credentials
from server.ports import Actor, BranchRecord, Office
from server.services.administration import approve_branch, list_branches
from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import (
    MAX_ADMISSION_BYTES,
    MAX_REQUEST_BYTES,
    Admission,
    BranchRequest,
    make_admission,
    parse_admission,
    parse_request,
)
from shared.crypto.signatures import signing_public_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from shared.stores.atomic import read_file, write_file
from shared.stores.home import Home, HomeKind, open_home


def admit_branch(office: Office, request: bytes, actor: Actor) -> bytes:
    """Issue a branch's certificate, enter it in the registry, and keep request and admission in the home.

    A request that was approved before gives the same admission again, so that a lost file can be sent anew.

    Args:
        office: the head office.
        request: the request's bytes, whose fingerprint the caller has settled.
        actor: who approves, and why.

    Returns:
        The admission, signed by the authority.

    Raises:
        Failure: ``INTEGRITY`` for a request that is none; ``CONFLICT`` when the name is another branch's.
    """
    asked = parse_request(request)
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    for branch in list_branches(office):
        if branch.name == asked.name:
            return _admission_again(home, branch, request)
    admission, signed = _issue(office, home, asked)
    digest = certificate_sha256(admission.certificate)
    kept = _kept_request(home, asked.name, digest), _kept_admission(home, asked.name, digest)
    try:
        # The files go first, so that a branch of the registry always has them. Their names hold the
        # certificate's digest: two approvals at once do not overwrite each other's.
        write_file(kept[0], request)
        write_file(kept[1], signed)
        expiry = admission.certificate.not_valid_after_utc
        approve_branch(office, asked.name, admission.identity.uri, digest, expiry, actor)
    except BaseException:
        for path in kept:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return signed


def request_of(office: Office, branch: BranchRecord) -> BranchRequest:
    """The request of a registered branch, bound to the certificate that the registry names.

    Raises:
        Failure: ``INTEGRITY`` when the kept files are missing or not those of that certificate.
    """
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    try:
        asked = parse_request(_read_request(home, branch))
        certificate = parse_admission(_read_admission(home, branch)).certificate
    except Failure:
        raise _not_kept(branch) from None
    if certificate_sha256(certificate) != branch.certificate_sha256:
        raise _not_kept(branch)
    if certificate.public_key() != asked.public_key:
        raise _not_kept(branch)
    return asked


def _issue(office: Office, home: Home, asked: BranchRequest) -> tuple[Admission, bytes]:
    credentials = Credentials(home, office.randomness)
    authority = credentials.authority()
    identity = Identity(office.config.trust_domain, Role.BRANCH, asked.name)
    certificate = authority.issue(identity, asked.public_key, office.clock.now(), office.randomness)
    with credentials.log_key() as log_key, credentials.package_key() as package_key:
        admission = Admission(
            certificate=certificate,
            authority=authority.certificate,
            head_office_uri=office.config.identity.uri,
            address=home.text("address"),
            log_key=signing_public_key(log_key),
            package_key=signing_public_key(package_key),
        )
    return admission, make_admission(authority, admission)


def _admission_again(home: Home, branch: BranchRecord, request: bytes) -> bytes:
    try:
        if _read_request(home, branch) == request:
            return _read_admission(home, branch)
    except Failure:
        raise _not_kept(branch) from None
    sentence = f"There is a branch {branch.name} already, with another request; choose another name."
    raise Failure(Code.CONFLICT, sentence)


def _read_request(home: Home, branch: BranchRecord) -> bytes:
    return read_file(_kept_request(home, branch.name, branch.certificate_sha256), MAX_REQUEST_BYTES)


def _read_admission(home: Home, branch: BranchRecord) -> bytes:
    return read_file(_kept_admission(home, branch.name, branch.certificate_sha256), MAX_ADMISSION_BYTES)


def _kept_request(home: Home, name: str, digest: bytes) -> Path:
    return home.branches / f"{name}-{digest.hex()[:16]}.request"


def _kept_admission(home: Home, name: str, digest: bytes) -> Path:
    return home.branches / f"{name}-{digest.hex()[:16]}.admission"


def _not_kept(branch: BranchRecord) -> Failure:
    sentence = f"The home's papers of branch {branch.name} are missing or altered; restore them."
    return Failure(Code.INTEGRITY, sentence)
