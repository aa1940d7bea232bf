"""Puts the gRPC server together: credentials, gate, services, health."""

from __future__ import annotations

from dataclasses import dataclass

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as health

from server.bootstrap.credentials import Credentials
from server.bootstrap.listening import Address
from server.ports import Office
from server.rpc.desk import Desk, Regenerator
from server.rpc.exchange import ExchangeService
from server.rpc.gate import Gate
from server.rpc.interceptor import AccessInterceptor
from shared.crypto.certificates import certificate_pem, certificate_sha256, check_valid_at
from shared.crypto.tls_keys import private_key_pem
from shared.errors import Code, Failure
from shared.wire.channel import server_options
from shared.wire.gen.ridgekey.v1 import exchange_pb2_grpc

EXCHANGE_SERVICE = "ridgekey.v1.ExchangeService"
_ALL_SERVICES = ""


@dataclass(frozen=True)
class RpcServer:
    """A server and the two switches that stop it gently."""

    server: grpc.aio.Server
    gate: Gate
    health: health.HealthServicer

    async def start(self) -> None:
        """Begin to serve, and say so to health checks."""
        await self.server.start()
        for name in (_ALL_SERVICES, EXCHANGE_SERVICE):
            await self.health.set(name, health_pb2.HealthCheckResponse.SERVING)

    async def drain(self, grace_seconds: float) -> None:
        """Say NOT_SERVING, admit nothing more, let what is in progress end within the grace, then stop."""
        self.gate.close()
        await self.health.enter_graceful_shutdown()
        await self.server.stop(grace_seconds)


def make_rpc_server(
    office: Office, credentials: Credentials, regenerator: Regenerator, address: Address
) -> RpcServer:
    """Make a server bound to ``address``, not yet serving.

    Args:
        office: the head office.
        credentials: its certificates and keys.
        regenerator: makes biometric keys.
        address: where to listen.

    Raises:
        Failure: ``CONFLICT`` when the port is taken, ``CLOCK_WRONG`` or ``CERTIFICATE_EXPIRED`` when the
            server's certificate is not valid now.
    """
    authority = credentials.authority_certificate()
    certificate, key = credentials.server()
    check_valid_at(certificate, office.clock.now())
    gate = Gate(office)
    server = grpc.aio.server(
        interceptors=[AccessInterceptor(office, gate)],
        options=server_options(office.config.connection_age_seconds),
    )
    desk = Desk(office, regenerator, certificate_sha256(authority))
    checks = health.HealthServicer()
    exchange_pb2_grpc.add_ExchangeServiceServicer_to_server(ExchangeService(desk), server)
    health_pb2_grpc.add_HealthServicer_to_server(checks, server)
    tls = grpc.ssl_server_credentials(
        [(private_key_pem(key), certificate_pem(certificate))],
        root_certificates=certificate_pem(authority),
        require_client_auth=True,
    )
    try:
        server.add_secure_port(str(address), tls)
    except RuntimeError:  # gRPC's word for a port it could not bind
        sentence = f"{address} is in use by another program; choose another with --listen."
        raise Failure(Code.CONFLICT, sentence) from None
    return RpcServer(server, gate, checks)
