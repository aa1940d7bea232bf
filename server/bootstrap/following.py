"""Keeps the certificate of a running server valid: renews it when it is due, and shows the one in force."""

from __future__ import annotations

import asyncio

import structlog

from server.bootstrap.credentials import Credentials
from server.bootstrap.readiness import Readiness
from server.bootstrap.server_certificate import renew_when_due
from server.ports import Office
from server.rpc.server import ServerTls
from shared.crypto.certificates import check_issued_by
from shared.crypto.validity import check_valid_at
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home

_LOG = structlog.get_logger(__name__)


async def follow_certificate(office: Office, tls: ServerTls, readiness: Readiness) -> None:
    """Look at every health interval, whoever renewed it; what fails is tried again at the next."""
    while True:
        await asyncio.sleep(office.config.health_interval_seconds)
        try:
            await asyncio.to_thread(follow_once, office, tls, readiness)
        except Failure as failure:
            _LOG.warning(
                "the server's certificate was not renewed",
                reason=failure.code.value,
                remedy="run `ridgekey doctor`",
            )
        except Exception as error:
            # Without this the task would end in silence, and the certificate some day.
            _LOG.error("following the certificate broke", error=type(error).__name__)


def follow_once(office: Office, tls: ServerTls, readiness: Readiness) -> None:
    """Renew the certificate when it is due, and have the server show the one of its home.

    Raises:
        Failure: ``HOME_INVALID``, ``INTEGRITY`` or ``UNAUTHENTICATED`` when the home's certificate and key
            are not the server's; what renewing raises. The server goes on with what it had then.
    """
    renew_when_due(office)
    credentials = Credentials(open_home(office.config.home, HomeKind.HEAD_OFFICE), office.randomness)
    if credentials.server_certificate() == tls.certificate:
        return
    certificate, key = credentials.server()
    check_issued_by(certificate, tls.authority)
    check_valid_at(certificate, office.clock.now())
    if key.public_key() != certificate.public_key():
        raise Failure(Code.INTEGRITY, "The server's key is not its certificate's.")
    tls.take_up(certificate, key)
    readiness.take_up(certificate)
    _LOG.info("the server shows its new certificate")
