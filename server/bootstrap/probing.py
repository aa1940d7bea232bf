"""Asks a running head office, over its own TLS port, whether it serves."""

from __future__ import annotations

import datetime as dt

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from server.bootstrap.credentials import Credentials
from server.bootstrap.listening import Address, parse_address
from server.bootstrap.trust_domain import require_own_domain
from server.ports import Office
from shared.crypto.certificates import certificate_pem
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.errors import Code, Failure
from shared.identifiers import LOCAL_ADMIN, Identity, Role
from shared.stores.home import Home, HomeKind, open_home
from shared.wire.channel import client_options

_DEADLINE_SECONDS = 5.0
_CERTIFICATE_LIFETIME = dt.timedelta(minutes=5)


def require_serving(office: Office, service: str = "") -> str:
    """Check that the server of this head office answers and is not stopping.

    The question is asked with an admin certificate that is made for it and lives five minutes.

    Args:
        office: the head office.
        service: the name of a service that has to be ready; empty: the server lives.

    Returns:
        The address that answered.

    Raises:
        Failure: ``UNREACHABLE`` when nothing answers there or something else does; ``DRAINING`` when the
            server is stopping; ``INVALID_INPUT`` when the settings name a trust domain that is not the
            authority's, under which nobody can ask.
    """
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    require_own_domain(home, office.config)
    address = reachable(office.config.listen)
    with grpc.secure_channel(address, _credentials(office, home), client_options()) as channel:
        try:
            request = health_pb2.HealthCheckRequest(service=service)
            answer = health_pb2_grpc.HealthStub(channel).Check(request, timeout=_DEADLINE_SECONDS)
        except grpc.RpcError:
            sentence = f"The head office does not serve on {address}; start it with `ridgekey serve`."
            raise Failure(Code.UNREACHABLE, sentence) from None
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        raise Failure(Code.DRAINING)
    return address


def reachable(listen: str) -> str:
    """The address by which this machine reaches a server that listens on ``listen``."""
    address = parse_address(listen, "--listen")
    if address.is_everywhere:
        address = Address("::1" if ":" in address.host else "127.0.0.1", address.port)
    return str(address)


def _credentials(office: Office, home: Home) -> grpc.ChannelCredentials:
    authority = Credentials(home, office.randomness).authority()
    key = make_private_key(office.randomness)
    identity = Identity(office.config.trust_domain, Role.ADMIN, LOCAL_ADMIN)
    certificate = authority.issue(
        identity, key.public_key(), office.clock.now(), office.randomness, _CERTIFICATE_LIFETIME
    )
    return grpc.ssl_channel_credentials(
        root_certificates=certificate_pem(authority.certificate),
        private_key=private_key_pem(key),
        certificate_chain=certificate_pem(certificate),
    )
