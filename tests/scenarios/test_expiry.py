"""A certificate that expires while its connection is open ends its streams and every further call (§2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import grpc
import pytest
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthStub

from server.bootstrap.credentials import Credentials
from server.bootstrap.head_office import open_head_office
from server.ports import Actor, Office
from server.services.administration import approve_branch
from shared.crypto.certificates import certificate_pem, certificate_sha256
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.errors import Code
from shared.identifiers import Identity, Role
from shared.stores.home import HomeKind, open_home
from shared.wire.channel import client_options
from shared.wire.status import failure_from_rpc_error
from tests.scenarios.conftest import Offices

LIFETIMES_SECONDS = (4, 8, 16)
"""A busy machine may take longer than the first for a certificate's way to its first answer."""
OPTIONS = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
REQUEST = HealthCheckRequest()


@pytest.fixture
def office(offices: Offices) -> Iterator[Office]:
    """The head office that serves, opened once more."""
    opened = open_head_office(offices.head_office.home)
    yield opened
    opened.database.close()


def short_lived(office: Office, seconds: int) -> tuple[grpc.ChannelCredentials, datetime]:
    """A branch that is approved with a certificate of a few seconds, which run from here on; their end."""
    name, domain = f"tikrit-{seconds}", office.config.trust_domain
    identity = Identity(domain, Role.BRANCH, name)
    authority = Credentials(
        open_home(office.config.home, HomeKind.HEAD_OFFICE), office.randomness
    ).authority()
    key = make_private_key(office.randomness)
    lifetime = timedelta(seconds=seconds)
    certificate = authority.issue(identity, key.public_key(), office.clock.now(), office.randomness, lifetime)
    digest, until = certificate_sha256(certificate), certificate.not_valid_after_utc
    approve_branch(office, name, identity.uri, digest, until, Actor.local(domain, "a test"))
    tls = grpc.ssl_channel_credentials(
        certificate_pem(authority.certificate), private_key_pem(key), certificate_pem(certificate)
    )
    return tls, until


@contextmanager
def watching(offices: Offices, office: Office) -> Iterator[tuple[HealthStub, Iterator[HealthCheckResponse]]]:
    """The stub and an open stream of a branch that was answered while its certificate was valid."""
    for seconds in LIFETIMES_SECONDS:
        credentials, until = short_lived(office, seconds)
        with grpc.secure_channel(offices.head_office.address, credentials, OPTIONS) as channel:
            health = HealthStub(channel)
            watch = health.Watch(REQUEST, timeout=60)
            try:
                assert next(watch).status == HealthCheckResponse.SERVING
            except grpc.RpcError:
                if office.clock.now() < until:
                    raise
                continue
            yield health, watch
            return
    raise AssertionError("every certificate ended before the first answer")


@pytest.mark.fault(22)
def test_an_open_stream_ends_and_the_next_call_is_refused(offices: Offices, office: Office) -> None:
    with watching(offices, office) as (health, watch):
        with pytest.raises(grpc.RpcError) as ended:
            next(watch)
        assert failure_from_rpc_error(ended.value).code is Code.CERTIFICATE_EXPIRED
        with pytest.raises(grpc.RpcError) as refused:
            health.Check(REQUEST, timeout=60)
        assert failure_from_rpc_error(refused.value).code is Code.CERTIFICATE_EXPIRED
