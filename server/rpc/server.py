"""The gRPC server: mutual TLS, the gate before everything, the exchange service, health checks."""

from __future__ import annotations

from dataclasses import dataclass

import grpc
from cryptography import x509
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import SERVICE_NAME as HEALTH_SERVICE
from grpc_health.v1.health import aio as health
from grpc_reflection.v1alpha import reflection

from server.config import HeadOfficeConfig
from server.rpc.administration.service import AdministrationService
from server.rpc.administration.window import AdministrationOf
from server.rpc.desk import Desk
from server.rpc.exchange import ExchangeService
from server.rpc.gate import Gate
from server.rpc.interceptor import AccessInterceptor
from shared.crypto.certificates import certificate_pem
from shared.crypto.tls_keys import PrivateKey, private_key_pem
from shared.errors import Code, Failure
from shared.wire.channel import ServerLimits, server_options
from shared.wire.gen.ridgekey.v1 import admin_pb2_grpc, exchange_pb2_grpc

EXCHANGE_SERVICE = "ridgekey.v1.ExchangeService"
ADMINISTRATION_SERVICE = "ridgekey.v1.AdministrationService"
_ALL_SERVICES = ""
_REFLECTED = (EXCHANGE_SERVICE, ADMINISTRATION_SERVICE, HEALTH_SERVICE, reflection.SERVICE_NAME)


class ServerTls:
    """What the server proves itself with, and whose clients it takes; another certificate may follow.

    Args:
        authority: issued every client's certificate.
        certificate: the server's.
        key: its private key.
    """

    def __init__(self, authority: x509.Certificate, certificate: x509.Certificate, key: PrivateKey) -> None:
        self.authority = authority
        self.certificate = certificate
        self._pair = self._pem_of(certificate, key)
        self._shown = self._pair

    def take_up(self, certificate: x509.Certificate, key: PrivateKey) -> None:
        """Show another certificate on connections that begin from now on; those that are open go on."""
        self._pair = self._pem_of(certificate, key)
        self.certificate = certificate

    def credentials(self) -> grpc.ServerCredentials:
        """Credentials that demand a certificate of the same authority from every client (protocol §2.1)."""
        return grpc.dynamic_ssl_server_credentials(
            self._configuration(), self._changed, require_client_authentication=True
        )

    def _changed(self) -> grpc.ServerCertificateConfiguration | None:
        """What gRPC asks at every connection; ``None`` has it go on as it was."""
        if self._shown is self._pair:
            return None
        return self._configuration()

    def _configuration(self) -> grpc.ServerCertificateConfiguration:
        self._shown = self._pair
        return grpc.ssl_server_certificate_configuration([self._shown], certificate_pem(self.authority))

    @staticmethod
    def _pem_of(certificate: x509.Certificate, key: PrivateKey) -> tuple[bytes, bytes]:
        return private_key_pem(key), certificate_pem(certificate)


@dataclass(frozen=True)
class RpcServer:
    """A bound server and the two switches that stop it gently."""

    server: grpc.aio.Server
    gate: Gate
    health: health.HealthServicer

    async def start(self) -> None:
        """Begin to serve; health checks hear that it lives, and of readiness once somebody looked."""
        await self.server.start()
        await self.health.set(_ALL_SERVICES, health_pb2.HealthCheckResponse.SERVING)
        await self.set_ready(ready=False)

    async def set_ready(self, *, ready: bool) -> None:
        """Say whether exchanges can be served; without effect once it drains."""
        states = health_pb2.HealthCheckResponse
        await self.health.set(EXCHANGE_SERVICE, states.SERVING if ready else states.NOT_SERVING)

    async def drain(self, grace_seconds: float) -> None:
        """Say NOT_SERVING, admit nothing more, let what is in progress end within the grace, then stop."""
        self.gate.close()
        await self.health.enter_graceful_shutdown()
        await self.server.stop(grace_seconds)


def make_server(
    desk: Desk,
    tls: ServerTls,
    address: str,
    *,
    administration_of: AdministrationOf,
    share_port: bool = False,
) -> RpcServer:
    """Make a server bound to ``address``, not yet serving.

    Args:
        desk: where exchanges are served.
        tls: its certificate and the authority.
        address: HOST:PORT to listen on.
        administration_of: gives the head office into the hands of one administrator.
        share_port: whether other processes of this head office listen there too.

    Raises:
        Failure: ``CONFLICT`` when the port is taken.
    """
    gate = Gate(desk.office)
    server = grpc.aio.server(
        interceptors=[AccessInterceptor(desk.office, gate, desk.meter, desk.tracer)],
        options=server_options(_limits(desk.office.config), share_port=share_port),
    )
    checks = health.HealthServicer()
    exchange_pb2_grpc.add_ExchangeServiceServicer_to_server(ExchangeService(desk), server)
    health_pb2_grpc.add_HealthServicer_to_server(checks, server)
    if desk.office.config.administration:
        administration = AdministrationService(desk.office, administration_of)
        admin_pb2_grpc.add_AdministrationServiceServicer_to_server(administration, server)
        reflection.enable_server_reflection(_REFLECTED, server)
    try:
        server.add_secure_port(address, tls.credentials())
    except RuntimeError:  # gRPC's word for a port it could not bind
        sentence = f"{address} is in use by another program; choose another with --listen."
        raise Failure(Code.CONFLICT, sentence) from None
    return RpcServer(server, gate, checks)


def _limits(config: HeadOfficeConfig) -> ServerLimits:
    return ServerLimits(
        connections=config.max_connections,
        streams=config.max_streams_per_connection,
        request_bytes=config.max_request_bytes,
        metadata_bytes=config.max_metadata_bytes,
        handshake_seconds=config.tls_handshake_seconds,
        idle_seconds=config.connection_idle_seconds,
        age_seconds=config.connection_age_seconds,
        grace_seconds=config.connection_grace_seconds,
    )
