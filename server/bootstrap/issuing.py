"""Issues the certificate of a branch, within the admission that carries it (protocol §9.2)."""

from __future__ import annotations

import datetime as dt

from server.bootstrap.credentials import Credentials
from server.bootstrap.server_certificate import BEGIN_ANEW
from server.ports import Office
from shared.crypto.joining import Admission, BranchRequest, make_admission
from shared.crypto.signatures import signing_public_key
from shared.crypto.validity import check_valid_at
from shared.identifiers import Identity, Role
from shared.stores.home import HomeKind, open_home


def issue_admission(office: Office, asked: BranchRequest) -> tuple[Admission, bytes]:
    """Issue a certificate for the key of a request; nobody is admitted with it before the registry says so.

    Returns:
        The admission, and its bytes, signed by the authority.

    Raises:
        Failure: ``HOME_INVALID`` or ``INTEGRITY`` when the home's keys cannot be read;
            ``CERTIFICATE_EXPIRED`` or ``CLOCK_WRONG`` when the authority's certificate is not valid now.
    """
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    credentials = Credentials(home, office.randomness)
    authority = credentials.authority()
    check_valid_at(authority.certificate, office.clock.now(), f"begin anew by `{BEGIN_ANEW}`")
    certificate = authority.issue(
        Identity(office.config.trust_domain, Role.BRANCH, asked.name),
        asked.public_key,
        office.clock.now(),
        office.randomness,
        dt.timedelta(days=office.config.branch_certificate_days),
    )
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
