"""How an administrator gets a certificate: the request and the answering admission (protocol §9.4).

The ceremony is that of a branch (:mod:`shared.crypto.joining`) without what only exchanges need: both papers
(:mod:`shared.crypto.signed_papers`) are the plain ones, with nothing besides. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.crypto.certificates import Authority
from shared.crypto.labels import Label
from shared.crypto.signed_papers import (
    Admitted,
    Asked,
    intact,
    read_admission,
    read_request,
    sign_admission,
    sign_request,
)
from shared.crypto.tls_keys import PrivateKey
from shared.identifiers import Role, parse_admin_name


@dataclass(frozen=True)
class AdminRequest(Asked):
    """What an administrator asks for a certificate with; its signature was verified."""


@dataclass(frozen=True)
class AdminAdmission(Admitted):
    """What makes somebody an administrator; its signature and certificates were verified."""


def make_admin_request(name: str, key: PrivateKey) -> bytes:
    """Make an administrator's request, signed by the TLS key over all of it.

    Raises:
        Failure: ``INVALID_INPUT`` when the name is none.
    """
    return sign_request(Label.ADMIN_REQUEST, parse_admin_name(name), key)


def parse_admin_request(data: bytes) -> AdminRequest:
    """Read and verify an administrator's request.

    Raises:
        Failure: ``INTEGRITY`` when it is not what an administrator signed.
    """
    with intact("This is no intact request of an administrator; have it sent again."):
        asked, _ = read_request(data, Label.ADMIN_REQUEST, parse_admin_name)
        return AdminRequest(**vars(asked))


def make_admin_admission(authority: Authority, admission: AdminAdmission) -> bytes:
    """Encode an admission and sign it with the authority's key."""
    return sign_admission(Label.ADMIN_ADMISSION, authority, admission)


def parse_admin_admission(data: bytes) -> AdminAdmission:
    """Read an admission and verify everything in it against the authority that it brings.

    Raises:
        Failure: ``INTEGRITY`` when any part is not what the authority signed.
    """
    with intact("This is no intact admission of an administrator; ask the head office to send it again."):
        admitted, _ = read_admission(data, Label.ADMIN_ADMISSION, Role.ADMIN)
        return AdminAdmission(**vars(admitted))
