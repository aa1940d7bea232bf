"""What stands before every handler, tried with raw clients over real TLS."""

from __future__ import annotations

from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2
from structlog.testing import capture_logs

from server.ports import Event
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from tests.loopback import DOMAIN, audit
from tests.server.rpc.conftest import Post

EXCHANGE = "/ridgekey.v1.ExchangeService/"
HEALTH = "/grpc.health.v1.Health/Check"


def refusal(channel: grpc.Channel, method: str, body: bytes = b"", timeout: float | None = 60.0) -> Code:
    """The code that a raw unary call is refused with."""
    with channel, pytest.raises(grpc.RpcError) as caught:
        channel.unary_unary(method)(body, timeout=timeout)
    assert "Traceback" not in str(caught.value)
    return failure_from_rpc_error(caught.value).code


def stream_refusal(channel: grpc.Channel, *bodies: bytes, timeout: float | None = 60.0) -> grpc.RpcError:
    """What a raw exchange ends with."""
    with channel, pytest.raises(grpc.RpcError) as caught:
        list(channel.stream_stream(EXCHANGE + "Exchange")(iter(bodies), timeout=timeout))
    return caught.value


@pytest.mark.fault(22)
@pytest.mark.parametrize(
    ("identity", "method", "expected"),
    [
        pytest.param(Identity(DOMAIN, Role.ADMIN, "ops"), "Exchange", Code.PERMISSION_DENIED, id="admin"),
        pytest.param(Identity(DOMAIN, Role.BRANCH, "kirkuk"), "Ping", Code.UNAUTHENTICATED, id="unapproved"),
        pytest.param(
            Identity(DOMAIN, Role.BRANCH, "basra"),
            "Ping",
            Code.UNAUTHENTICATED,
            id="basra's name, another key",
        ),
        pytest.param(
            Identity(DOMAIN, Role.BRANCH, "basra"), "Nothing", Code.PERMISSION_DENIED, id="no method"
        ),
    ],
)
def test_a_certificate_of_the_authority_is_not_enough(
    post: Post, identity: Identity, method: str, expected: Code
) -> None:
    assert refusal(post.issued_channel(identity), EXCHANGE + method) is expected


@pytest.mark.fault(22)
def test_a_head_office_certificate_does_not_pass_as_a_client(post: Post) -> None:
    channel = post.issued_channel(Identity(DOMAIN, Role.HEAD_OFFICE))
    assert refusal(channel, EXCHANGE + "Ping") is Code.UNREACHABLE


def test_health_is_for_branches_and_administrators(post: Post) -> None:
    for channel in (post.basra_channel(), post.issued_channel(Identity(DOMAIN, Role.ADMIN, "local"))):
        with channel:
            answer = channel.unary_unary(HEALTH)(b"", timeout=60)
        assert health_pb2.HealthCheckResponse.FromString(answer).status == 1


@pytest.mark.parametrize(
    "timeout",
    [pytest.param(None, id="none"), pytest.param(401.0, id="longer than the deployment allows")],
)
@pytest.mark.parametrize("method", [EXCHANGE + "Ping", EXCHANGE + "ListImages", HEALTH])
def test_every_call_needs_a_deadline(post: Post, method: str, timeout: float | None) -> None:
    assert refusal(post.basra_channel(), method, timeout=timeout) is Code.DEADLINE_REQUIRED


def test_a_stream_needs_a_deadline_too(post: Post) -> None:
    error = stream_refusal(post.basra_channel(), timeout=None)
    assert failure_from_rpc_error(error).code is Code.DEADLINE_REQUIRED


@pytest.mark.parametrize(
    "method",
    ["/ridgekey.v1.AdministrationService/GetStatus", "/no.such.Service/Method", EXCHANGE + "Nope"],
)
def test_an_unknown_method_is_denied_not_unimplemented(post: Post, method: str) -> None:
    assert refusal(post.basra_channel(), method) is Code.PERMISSION_DENIED


@pytest.mark.fault(13)
@pytest.mark.parametrize("body", [b"\xff\xff\xff", b"\x0a\x05ab"], ids=["wrong wire type", "cut short"])
def test_bytes_that_are_no_message_are_malformed(post: Post, body: bytes) -> None:
    assert refusal(post.basra_channel(), EXCHANGE + "ListImages", body) is Code.MALFORMED
    error: Any = stream_refusal(post.basra_channel(), body)
    assert failure_from_rpc_error(error).code is Code.MALFORMED
    assert "ridgekey.v1" not in error.details()


@pytest.mark.fault(13)
def test_a_message_beyond_the_limit_is_refused(post: Post) -> None:
    assert refusal(post.basra_channel(), EXCHANGE + "ListImages", bytes(5 << 20)) is Code.TOO_LARGE


@pytest.mark.fault(22)
def test_refusals_are_audited_with_their_caller(post: Post) -> None:
    stranger = Identity(DOMAIN, Role.BRANCH, "nineveh")
    assert refusal(post.issued_channel(stranger), EXCHANGE + "Ping") is Code.UNAUTHENTICATED
    entry = audit(post.office)[-1].entry
    assert (entry.actor, entry.event, entry.reason) == (
        stranger.uri,
        Event.REFUSED,
        Code.UNAUTHENTICATED.value,
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param(Code.INTEGRITY, Code.INTERNAL, id="our database is damaged"),
        pytest.param(Code.HOME_INVALID, Code.INTERNAL, id="our home is no home"),
        pytest.param(Code.LOCAL_FAILURE, Code.INTERNAL, id="our machine refuses"),
        pytest.param(Code.STORAGE_UNAVAILABLE, Code.STORAGE_UNAVAILABLE, id="to be tried again"),
        pytest.param(Code.NOT_GRANTED, Code.NOT_GRANTED, id="about the request"),
    ],
)
def test_what_is_wrong_at_this_end_is_not_said_of_the_other(
    post: Post, monkeypatch: pytest.MonkeyPatch, code: Code, told: Code
) -> None:
    def failing(*_: object) -> None:
        raise Failure(code, "canary")

    monkeypatch.setattr("server.services.exchange.list_images", failing)
    with capture_logs() as lines:
        assert refusal(post.basra_channel(), EXCHANGE + "ListImages") is told
    assert code.value in [line.get("reason") for line in lines]


def test_the_server_lives_on(post: Post) -> None:
    with post.basra_channel() as channel:
        answer = channel.unary_unary(EXCHANGE + "Ping")(b"", timeout=60)
    assert pb.PingResponse.FromString(answer).release
