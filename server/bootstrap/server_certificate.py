"""Renews the server's own certificate, by an administrator's word or by the server itself (protocol §2.8)."""

from __future__ import annotations

import datetime as dt

from cryptography import x509

from server.bootstrap.credentials import SERVER_CERTIFICATE, Credentials
from server.ports import Actor, Office
from server.services.certificates import note_server_certificate
from shared.crypto.certificates import certificate_pem, certificate_sha256
from shared.crypto.tls_keys import PublicKey, make_private_key
from shared.crypto.validity import check_valid_at, is_renewable, nears_its_end
from shared.errors import Failure
from shared.stores.atomic import write_file
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.keyring import SERVER, Keyring
from shared.stores.locks import LOCK_FOLDER, held

RENEW_SERVER = "ridgekey config renew-certificate"
BEGIN_ANEW = "ridgekey init --home NEW-HOME"
"""When its authority ends, a head office begins anew: nothing that it issued outlives it."""

_BY_ITSELF = "less than a third of its life was left"


def renew_server_certificate(office: Office, actor: Actor) -> x509.Certificate:
    """Issue the server another certificate for a new key, and put both in force; a running server follows.

    The row of the audit comes first. Until the certificate's file is replaced the one before is in force, and
    its key stays until the renewal after this.

    Args:
        office: the head office.
        actor: who renews it, and why.

    Raises:
        Failure: ``CERTIFICATE_EXPIRED`` or ``CLOCK_WRONG`` when the authority's is not valid now;
            ``INVALID_INPUT`` for a reason that is none; ``AUDIT_UNAVAILABLE``, ``LOCAL_FAILURE``. The one
            before stays in force then.
    """
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    with held(home.root / LOCK_FOLDER / "server-certificate.lock"):
        return _renew(office, home, actor)


def renew_when_due(office: Office) -> bool:
    """Renew it when less than a third of its life is left; whether it was.

    One that has ended is left to an administrator: a clock that is wrong looks the same.

    Raises:
        Failure: as :func:`renew_server_certificate`; ``HOME_INVALID`` when there is none.
    """
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    if not _is_due(office, home):
        return False
    with held(home.root / LOCK_FOLDER / "server-certificate.lock"):
        if not _is_due(office, home):  # another server process of this home was first
            return False
        _renew(office, home, Actor(office.config.identity.uri, _BY_ITSELF))
    return True


def _is_due(office: Office, home: Home) -> bool:
    credentials, now = Credentials(home, office.randomness), office.clock.now()
    certificate = credentials.server_certificate()
    if not is_renewable(certificate, credentials.authority_certificate()):
        return False
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc and nears_its_end(
        certificate, now
    )


def _renew(office: Office, home: Home, actor: Actor) -> x509.Certificate:
    credentials, now = Credentials(home, office.randomness), office.clock.now()
    authority = credentials.authority()
    check_valid_at(authority.certificate, now, f"begin anew by `{BEGIN_ANEW}`")
    key, life = make_private_key(office.randomness), dt.timedelta(days=office.config.server_certificate_days)
    certificate = authority.issue(office.config.identity, key.public_key(), now, office.randomness, life)
    in_use = [certificate, *_before(credentials)]
    with home.master_key() as master:
        keys = Keyring(home, master, office.randomness)
        keys.put_renewed(SERVER, key)
        note_server_certificate(office, certificate_sha256(certificate), actor)
        write_file(home.certificates / SERVER_CERTIFICATE, certificate_pem(certificate))
        public_keys = [each.public_key() for each in in_use]
        keys.drop_others(SERVER, [each for each in public_keys if isinstance(each, PublicKey)])
    return certificate


def _before(credentials: Credentials) -> list[x509.Certificate]:
    """The one in force, unless it is lost or its key is: then this renewal is what puts that right."""
    try:
        certificate, key = credentials.server()
    except Failure:
        return []
    return [certificate] if key.public_key() == certificate.public_key() else []
