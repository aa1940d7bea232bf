"""Protocol §2.1 as gRPC enforces it: each certificate opens a connection in its own role and in no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager

import grpc
import pytest

from shared.crypto.certificates import HEAD_OFFICE_DNS_NAME, certificate_pem
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.identifiers import Identity, Role
from tests.shared.crypto.joining_parties import DOMAIN, HEAD_OFFICE, HeadOfficeKeys, branch_identity

METHOD = "/ridgekey.test/Echo"
OPTIONS = [("grpc.ssl_target_name_override", HEAD_OFFICE_DNS_NAME), ("grpc.enable_http_proxy", 0)]
BASRA = branch_identity("basra")
ADMIN = Identity(DOMAIN, Role.ADMIN, "local")


class Echo(grpc.GenericRpcHandler):
    """Answers every call with what it got."""

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        """The one handler."""
        del details
        return grpc.unary_unary_rpc_method_handler(lambda request, context: request)


@pytest.fixture(scope="module")
def office() -> HeadOfficeKeys:
    """An authority whose certificates are valid now."""
    return HeadOfficeKeys()


def credentials(office: HeadOfficeKeys, identity: Identity) -> tuple[bytes, bytes]:
    """Key and certificate of an identity, valid now."""
    key = make_private_key(office.randomness)
    now = dt.datetime.now(dt.UTC)
    certificate = office.authority.issue(identity, key.public_key(), now, office.randomness)
    return private_key_pem(key), certificate_pem(certificate)


@contextmanager
def server(office: HeadOfficeKeys, identity: Identity) -> Iterator[str]:
    """A server that shows the certificate of ``identity`` and demands one of this authority."""
    running = grpc.server(futures.ThreadPoolExecutor(1))
    running.add_generic_rpc_handlers((Echo(),))
    roots = certificate_pem(office.authority.certificate)
    port = running.add_secure_port(
        "127.0.0.1:0",
        grpc.ssl_server_credentials([credentials(office, identity)], roots, require_client_auth=True),
    )
    running.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        running.stop(None).wait()


def call(
    office: HeadOfficeKeys, address: str, identity: Identity, roots: HeadOfficeKeys | None = None
) -> bytes:
    """Call as ``identity``, trusting one authority only."""
    key, certificate = credentials(office, identity)
    trusted = certificate_pem((roots or office).authority.certificate)
    secured = grpc.ssl_channel_credentials(trusted, key, certificate)
    with grpc.secure_channel(address, secured, OPTIONS) as channel:
        answer: bytes = channel.unary_unary(METHOD)(b"hello", timeout=60)
        return answer


@pytest.mark.parametrize("client", [pytest.param(BASRA, id="branch"), pytest.param(ADMIN, id="admin")])
def test_the_head_office_serves_branches_and_admins(office: HeadOfficeKeys, client: Identity) -> None:
    with server(office, HEAD_OFFICE) as address:
        assert call(office, address, client) == b"hello"


@pytest.mark.fault(22)
@pytest.mark.parametrize("impostor", [pytest.param(BASRA, id="branch"), pytest.param(ADMIN, id="admin")])
def test_no_client_certificate_passes_as_the_head_office(office: HeadOfficeKeys, impostor: Identity) -> None:
    with server(office, impostor) as address, pytest.raises(grpc.RpcError) as refused:
        call(office, address, branch_identity("mosul"))
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


def test_the_head_office_certificate_does_not_pass_as_a_client(office: HeadOfficeKeys) -> None:
    with server(office, HEAD_OFFICE) as address, pytest.raises(grpc.RpcError) as refused:
        call(office, address, HEAD_OFFICE)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


@pytest.mark.fault(22)
def test_a_branch_of_another_authority_is_not_let_in(office: HeadOfficeKeys) -> None:
    other = HeadOfficeKeys("another head office")
    with server(office, HEAD_OFFICE) as address, pytest.raises(grpc.RpcError) as refused:
        call(other, address, BASRA, roots=office)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


def test_a_branch_does_not_talk_to_another_authority_s_head_office(office: HeadOfficeKeys) -> None:
    other = HeadOfficeKeys("another head office")
    with server(other, HEAD_OFFICE) as address, pytest.raises(grpc.RpcError) as refused:
        call(office, address, BASRA)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
