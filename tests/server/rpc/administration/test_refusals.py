"""Who is refused administration, in which words, and what becomes of a call whose caller is revoked."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import grpc
import pytest
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from server.adapters.memory.token_buckets import TokenBuckets
from server.bootstrap.head_office import open_head_office
from server.ports import Event
from server.rpc.access import ROLES, is_administrative
from server.rpc.administration.client import RemoteAdministration
from server.rpc.administration.line import AdminTls
from server.services.administration import revoke_administrator
from shared.crypto.certificates import create_authority
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import make_private_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from tests.loopback import ADMIN, DOMAIN, audit, make_office, serving
from tests.server.rpc.administration.conftest import SERVICE, Post
from tests.server.rpc.outcomes import code_of

EXCHANGE = "/ridgekey.v1.ExchangeService/"
METHODS = sorted(method for method in ROLES if is_administrative(method))


def refusal(channel: grpc.Channel, method: str, timeout: float | None = 60.0) -> Failure:
    """What a raw call of any kind is refused with; the gate does not look at its kind."""
    with channel, pytest.raises(grpc.RpcError) as caught:
        list(channel.stream_stream(method)(iter([b""]), timeout=timeout))
    assert "Traceback" not in str(caught.value)
    return failure_from_rpc_error(caught.value)


@pytest.mark.fault(22)
@pytest.mark.parametrize("method", METHODS)
def test_a_branch_is_refused_every_method(post: Post, method: str) -> None:
    assert refusal(post.channel(post.branch_tls()), method).code is Code.PERMISSION_DENIED


@pytest.mark.parametrize("method", [EXCHANGE + "Exchange", EXCHANGE + "ListImages"])
def test_an_administrator_is_refused_exchanges(post: Post, zainab: AdminTls, method: str) -> None:
    assert refusal(post.channel(zainab), method).code is Code.PERMISSION_DENIED


@pytest.mark.fault(22)
@pytest.mark.parametrize("method", METHODS)
def test_a_certificate_that_was_never_registered_is_refused(post: Post, method: str) -> None:
    unknown = post.issue(Identity(DOMAIN, Role.ADMIN, "nobody"))
    assert refusal(post.channel(unknown), method).code is Code.UNAUTHENTICATED


def test_the_certificate_that_the_head_office_asks_itself_with_is_refused(post: Post) -> None:
    local = post.remote(post.issue(Identity(DOMAIN, Role.ADMIN, "local")))
    assert code_of(local.list_users) is Code.UNAUTHENTICATED
    assert code_of(lambda: post.appoint("local")) is Code.INVALID_INPUT


def test_the_name_of_another_with_a_key_of_ones_own_is_refused(post: Post, zainab: AdminTls) -> None:
    name = post.remote(zainab) and zainab.certificate.subject.rfc4514_string().split("CN=")[1].split(",")[0]
    forged = post.remote(post.issue(Identity(DOMAIN, Role.ADMIN, name)))
    assert code_of(forged.list_users) is Code.ADMIN_REVOKED


@pytest.mark.fault(22)
def test_a_revoked_administrator_is_refused_at_once(post: Post) -> None:
    remote = post.remote(post.appoint("short"))
    assert remote.list_users()
    revoke_administrator(post.office, "short", ADMIN)
    assert code_of(remote.list_users) is Code.ADMIN_REVOKED
    assert code_of(lambda: remote.add_user(33, "")) is Code.ADMIN_REVOKED
    assert code_of(lambda: post.appoint("short", replace=True)) is Code.CONFLICT


def test_a_replaced_certificate_is_refused_at_once(post: Post) -> None:
    old = post.remote(post.appoint("renewed"))
    assert code_of(lambda: post.appoint("renewed")) is Code.CONFLICT
    assert old.list_users()
    new = post.remote(post.appoint("renewed", replace=True))
    assert code_of(old.list_users) is Code.ADMIN_REVOKED
    assert new.list_users()


@pytest.mark.fault(22)
def test_an_expired_certificate_is_refused(post: Post) -> None:
    # Certificates begin five minutes before they are made; TLS itself refuses one that is over.
    expired = post.remote(post.appoint("yesterday", dt.timedelta(seconds=-60)))
    assert code_of(expired.list_users) in {Code.CERTIFICATE_EXPIRED, Code.UNREACHABLE}


def test_every_call_carries_a_deadline(post: Post, zainab: AdminTls) -> None:
    assert refusal(post.channel(zainab), SERVICE + "ListUsers", None).code is Code.DEADLINE_REQUIRED
    assert refusal(post.channel(zainab), SERVICE + "ListUsers", 4000).code is Code.DEADLINE_REQUIRED


@pytest.mark.parametrize("method", [method for method in METHODS if method.startswith(SERVICE)])
def test_bytes_that_are_no_message_are_refused(post: Post, zainab: AdminTls, method: str) -> None:
    with post.channel(zainab) as channel, pytest.raises(grpc.RpcError) as caught:
        list(channel.stream_stream(method)(iter([b"\xff\xff\xff\xff\x0f canary"]), timeout=60))
    assert "canary" not in str(caught.value)
    assert failure_from_rpc_error(caught.value).code is Code.MALFORMED


@pytest.mark.parametrize("method", [method for method in METHODS if method.startswith(SERVICE)])
def test_a_field_that_the_contract_does_not_know_is_refused(
    post: Post, zainab: AdminTls, method: str
) -> None:
    unknown = b"\xfa\x3f\x01x"  # field 1023
    with post.channel(zainab) as channel, pytest.raises(grpc.RpcError) as caught:
        list(channel.stream_stream(method)(iter([unknown]), timeout=60))
    assert failure_from_rpc_error(caught.value).code is Code.MALFORMED


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("ChangeBranchStatus", pb.ChangeBranchStatusRequest(branch="basra", status="deleted")),
        ("ChangeGeneration", pb.ChangeGenerationRequest(user=17, status="gone")),
        ("ChangeGeneration", pb.ChangeGenerationRequest(user=17, status="active")),
        ("ChangeGeneration", pb.ChangeGenerationRequest(user=17, generation=0, status="tainted")),
        ("ChangeGeneration", pb.ChangeGenerationRequest(user=17, generation=2**63, status="tainted")),
        ("ReadAudit", pb.ReadAuditRequest(rows=1, query=pb.AuditQuery(after=2**63))),
        ("ReadAudit", pb.ReadAuditRequest(rows=1, query=pb.AuditQuery(actor="a\x00b"))),
        ("TailAudit", pb.TailAuditRequest(rows=1, query=pb.AuditQuery(actor="a" * 401))),
        ("TailAudit", pb.TailAuditRequest(rows=3, query=pb.AuditQuery(event="NOTHING"))),
        ("ReadAudit", pb.ReadAuditRequest(rows=0)),
        ("ReadAudit", pb.ReadAuditRequest(rows=1001)),
        ("CompareWitness", pb.CompareWitnessRequest(checkpoint=b"none")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_outside_the_contract_is_refused(
    post: Post, zainab: AdminTls, method: str, request_: pb.GetStatusRequest
) -> None:
    body = request_.SerializeToString()
    with post.channel(zainab) as channel, pytest.raises(grpc.RpcError) as caught:
        list(channel.stream_stream(SERVICE + method)(iter([body]), timeout=60))
    assert failure_from_rpc_error(caught.value).code is Code.MALFORMED


def test_a_refusal_is_audited_with_who_and_about_whom(post: Post) -> None:
    remote = post.remote(post.appoint("noted"))
    assert code_of(lambda: remote.show_user(444)) is Code.NOT_FOUND
    (row,) = [row for row in audit(post.office) if row.entry.actor.endswith("/admin/noted")]
    assert (row.entry.event, row.entry.user, row.entry.reason) == (Event.REFUSED, 444, "NOT_FOUND")


def test_a_call_that_is_open_ends_when_its_caller_is_revoked(post: Post) -> None:
    tls, begun, ends = post.appoint("uploading"), threading.Event(), threading.Event()

    def parts() -> Iterator[bytes]:
        yield pb.PutImageRequest(header=pb.PutImageHeader(image="never", size=9000)).SerializeToString()
        begun.set()
        while not ends.wait(0.1):
            yield pb.PutImageRequest(chunk=b"x").SerializeToString()

    with post.channel(tls) as channel:
        call = channel.stream_unary(SERVICE + "PutImage").future(parts(), timeout=100)
        assert begun.wait(60)
        revoke_administrator(post.office, "uploading", ADMIN)
        error = call.exception(60)
        ends.set()
    assert isinstance(error, grpc.RpcError)
    assert failure_from_rpc_error(error).code is Code.ADMIN_REVOKED


def test_calls_are_counted_against_a_rate(tmp_path: Path) -> None:
    office = make_office(tmp_path / "slow", administration=True)
    limited = replace(office, rates=TokenBuckets(office.clock, 0.001, 2))
    post = Post(limited, None, tmp_path)  # type: ignore[arg-type]
    with serving(limited):
        hasty, patient = post.remote(post.appoint("hasty")), post.remote(post.appoint("patient"))
        codes = [_code(hasty.list_users) for _ in range(3)] + [_code(patient.list_users)]
    office.database.close()
    assert codes == [None, None, Code.RATE_LIMITED, None]


def _code(step: Callable[[], object]) -> Code | None:
    try:
        step()
    except Failure as failure:
        return failure.code
    return None


def reflected(channel: grpc.Channel) -> set[str]:
    """The services that reflection names."""
    return set(ProtoReflectionDescriptorDatabase(_WithDeadline(channel)).get_services())


class _WithDeadline:
    """A channel whose calls carry a deadline, which the reflection client does not think of."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel

    def __getattr__(self, kind: str) -> Callable[..., object]:
        def method(*arguments: object, **named: object) -> Callable[[object], object]:
            call = getattr(self._channel, kind)(*arguments, **named)
            return lambda request: call(request, timeout=60)

        return method


def test_reflection_tells_administrators_what_there_is(post: Post, zainab: AdminTls) -> None:
    with post.channel(zainab) as channel:
        assert {"ridgekey.v1.AdministrationService", "ridgekey.v1.ExchangeService"} <= reflected(channel)


def test_all_of_it_is_off_unless_it_is_configured(tmp_path: Path) -> None:
    office = make_office(tmp_path / "closed")
    assert open_head_office(office.config.home).config.administration is False
    post = Post(office, None, tmp_path)  # type: ignore[arg-type]
    tls = post.appoint("early")
    with serving(office):
        for method in METHODS:
            assert refusal(post.channel(tls), method).code is Code.ADMINISTRATION_OFF
        with pytest.raises(Failure, match="ridgekey config administration on"):
            post.remote(tls).list_users()
    office.database.close()


def test_somebody_elses_server_is_told_from_one_that_is_not_there(post: Post, zainab: AdminTls) -> None:
    other = create_authority(DOMAIN, post.office.clock.now(), SystemRandomness())
    key = make_private_key(SystemRandomness())
    identity = Identity(DOMAIN, Role.ADMIN, "zainab")
    certificate = other.issue(identity, key.public_key(), post.office.clock.now(), SystemRandomness())
    stranger: RemoteAdministration = post.remote(AdminTls(other.certificate, certificate, key))
    with pytest.raises(Failure, match="authority that this administrator accepted") as refused:
        stranger.list_users()
    assert (refused.value.code, refused.value.exit_code) == (Code.UNAUTHENTICATED, 4)
    assert post.remote(zainab).list_users()
