"""Admits an administrator of another machine: from the request to the admission (protocol §9.4)."""

from __future__ import annotations

import datetime as dt

from server.bootstrap.credentials import Credentials
from server.ports import Actor, Office
from server.services.administration import issue_administrator, require_issuable
from shared.crypto.admin_joining import AdminAdmission, make_admin_admission, parse_admin_request
from shared.crypto.certificates import certificate_sha256
from shared.identifiers import Identity, Role
from shared.stores.home import HomeKind, open_home


def admit_administrator_of(
    office: Office, request: bytes, actor: Actor, *, lifetime: dt.timedelta, replace: bool
) -> bytes:
    """Issue an administrator's certificate and enter it in the registry.

    Args:
        office: the head office.
        request: the request's bytes, whose fingerprint the caller has settled.
        actor: who issues it, and why.
        lifetime: of the certificate.
        replace: whether a certificate in force gives way to this one.

    Returns:
        The admission, signed by the authority.

    Raises:
        Failure: ``INTEGRITY`` for a request that is none; ``CONFLICT`` when the name is taken.
    """
    asked = parse_admin_request(request)
    require_issuable(office, asked.name, replace=replace)
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    authority = Credentials(home, office.randomness).authority()
    identity = Identity(office.config.trust_domain, Role.ADMIN, asked.name)
    now = office.clock.now()
    certificate = authority.issue(identity, asked.public_key, now, office.randomness, lifetime)
    admission = AdminAdmission(
        certificate, authority.certificate, office.config.identity.uri, home.text("address")
    )
    signed = make_admin_admission(authority, admission)
    digest, expiry = certificate_sha256(certificate), certificate.not_valid_after_utc
    issue_administrator(office, asked.name, digest, expiry, actor, replace=replace)
    return signed
