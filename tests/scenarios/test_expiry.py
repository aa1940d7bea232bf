"""A certificate that expires while its connection is open ends its streams and every further call (§2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from server.bootstrap.credentials import Credentials
from server.bootstrap.head_office import open_head_office
from server.ports import Actor
from server.services.administration import approve_branch
from shared.crypto.certificates import certificate_pem, certificate_sha256
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.errors import Code
from shared.identifiers import Identity, Role
from shared.stores.home import HomeKind, open_home
from shared.wire.channel import client_options
from shared.wire.status import failure_from_rpc_error
from tests.scenarios.conftest import Offices

LIFETIME = timedelta(seconds=4)


@dataclass(frozen=True)
class ShortLived:
    """A branch that was approved with a certificate of a few seconds."""

    address: str
    credentials: grpc.ChannelCredentials


@pytest.fixture
def tikrit(offices: Offices) -> Iterator[ShortLived]:
    """Such a branch; its seconds run from here on."""
    office = open_head_office(offices.head_office.home)
    domain = office.config.trust_domain
    identity = Identity(domain, Role.BRANCH, "tikrit")
    authority = Credentials(
        open_home(office.config.home, HomeKind.HEAD_OFFICE), office.randomness
    ).authority()
    key = make_private_key(office.randomness)
    now = office.clock.now()
    certificate = authority.issue(identity, key.public_key(), now, office.randomness, LIFETIME)
    digest, until = certificate_sha256(certificate), certificate.not_valid_after_utc
    approve_branch(office, "tikrit", identity.uri, digest, until, Actor.local(domain, "a test"))
    tls = grpc.ssl_channel_credentials(
        certificate_pem(authority.certificate), private_key_pem(key), certificate_pem(certificate)
    )
    yield ShortLived(offices.head_office.address, tls)
    office.database.close()


@pytest.mark.fault(22)
def test_an_open_stream_ends_and_the_next_call_is_refused(tikrit: ShortLived) -> None:
    options = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
    with grpc.secure_channel(tikrit.address, tikrit.credentials, options) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        request = health_pb2.HealthCheckRequest()
        watch = health.Watch(request, timeout=60)
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        with pytest.raises(grpc.RpcError) as ended:
            next(watch)
        assert failure_from_rpc_error(ended.value).code is Code.CERTIFICATE_EXPIRED
        with pytest.raises(grpc.RpcError) as refused:
            health.Check(request, timeout=5)
        assert failure_from_rpc_error(refused.value).code is Code.CERTIFICATE_EXPIRED
