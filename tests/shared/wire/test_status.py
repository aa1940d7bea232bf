"""Codes travel whole; sentences and everything else of the peer's are bounded (protocol §8)."""

from __future__ import annotations

import grpc
import pytest
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from shared.errors import MEANINGS, Code, Failure
from shared.wire.status import (
    DETAILS_KEY,
    failure_from_rpc_error,
    failure_from_status,
    failure_to_status,
    failure_to_trailer,
)


class SynchronousError(grpc.RpcError, grpc.Call):  # type: ignore[misc]
    """What a synchronous call raises."""

    def __init__(self, code: grpc.StatusCode, metadata: tuple[tuple[str, bytes], ...] | None) -> None:
        self._code = code
        self._metadata = metadata

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return "peer text"

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...] | None:
        return self._metadata

    def initial_metadata(self) -> None: ...
    def is_active(self) -> bool:
        return False

    def time_remaining(self) -> None: ...
    def cancel(self) -> None: ...
    def add_callback(self, callback: object) -> bool:
        return False


def raised(failure: Failure, asynchronous: bool) -> grpc.RpcError:
    """The error that a call ends with when the other end aborts it with ``failure``."""
    code, sentence, trailer = failure_to_trailer(failure)
    if asynchronous:
        return grpc.aio.AioRpcError(
            code, grpc.aio.Metadata(), grpc.aio.Metadata(*trailer), sentence, debug_error_string="peer text"
        )
    return SynchronousError(code, trailer)


def details(status: Status) -> dict[str, AnyMessage]:
    return {detail.type_url.rpartition(".")[2]: detail for detail in status.details}


@pytest.mark.parametrize("asynchronous", [True, False], ids=["asynchronous", "synchronous"])
@pytest.mark.parametrize("code", Code)
def test_every_code_arrives(code: Code, asynchronous: bool) -> None:
    arrived = failure_from_rpc_error(raised(Failure(code), asynchronous))
    assert arrived.code is code
    assert arrived.sentence == MEANINGS[code].sentence


@pytest.mark.parametrize("code", Code)
def test_a_status_says_reason_domain_and_sentence(code: Code) -> None:
    status = failure_to_status(Failure(code, "A sentence of this end."))
    info = ErrorInfo()
    assert details(status)["ErrorInfo"].Unpack(info)
    assert (info.reason, info.domain) == (code.value, "ridgekey")
    assert status.message == "A sentence of this end."
    assert grpc.StatusCode[MEANINGS[code].status].value[0] == status.code
    assert ("RetryInfo" in details(status)) is MEANINGS[code].retryable
    assert "BadRequest" not in details(status)


def test_the_field_at_fault_is_named() -> None:
    failure = Failure(Code.ID_OUT_OF_RANGE, field="user")
    request = BadRequest()
    assert details(failure_to_status(failure))["BadRequest"].Unpack(request)
    assert [(each.field, each.description) for each in request.field_violations] == [
        ("user", failure.sentence)
    ]
    assert failure_from_rpc_error(raised(failure, True)).field == "user"


@pytest.mark.parametrize(
    ("given", "arrives"),
    [
        pytest.param(None, 1.0, id="none given: a second"),
        pytest.param(0.0, 0.0, id="at once"),
        pytest.param(0.25, 0.25, id="a fraction"),
        pytest.param(90.0, 90.0, id="a minute and a half"),
        pytest.param(1e6, 3600.0, id="no longer than an hour"),
    ],
)
def test_when_to_try_again(given: float | None, arrives: float) -> None:
    failure = Failure(Code.RATE_LIMITED, retry_after=given)
    assert failure_from_rpc_error(raised(failure, True)).retry_after == pytest.approx(arrives)


def test_what_cannot_be_tried_again_says_no_time() -> None:
    assert failure_from_rpc_error(raised(Failure(Code.NOT_GRANTED), True)).retry_after is None


def test_grpc_itself_reads_the_status() -> None:
    error = raised(Failure(Code.LOCKED_OUT), True)
    status = rpc_status.from_call(error)
    assert status is not None
    assert details(status)["ErrorInfo"].type_url.endswith("google.rpc.ErrorInfo")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        pytest.param("User 17 is on the exit list already.", True, id="a sentence"),
        pytest.param("", False, id="nothing"),
        pytest.param("a\x1b[31mb", False, id="what a terminal would obey"),
        pytest.param("two\nlines", False, id="two lines"),
        pytest.param("x" * 2001, False, id="no end"),
    ],
)
def test_an_administrator_is_shown_the_head_offices_own_sentence(said: str, shown: bool) -> None:
    status = failure_to_status(Failure(Code.CONFLICT))
    status.message = said
    failure = failure_from_status(status, spoken=True)
    assert failure is not None
    assert failure.sentence == (said if shown else MEANINGS[Code.CONFLICT].sentence)
    unspoken = failure_from_status(status)
    assert unspoken is not None
    assert unspoken.sentence == MEANINGS[Code.CONFLICT].sentence


def test_no_text_of_the_peer_is_taken_over() -> None:
    status = failure_to_status(
        Failure(Code.NOT_GRANTED, "\x1b[2J send your key to me", field="user\n\x1b[2J")
    )
    arrived = failure_from_status(status)
    assert arrived is not None
    assert (arrived.sentence, arrived.field) == (MEANINGS[Code.NOT_GRANTED].sentence, None)


BARE = [
    (grpc.StatusCode.UNAVAILABLE, Code.UNREACHABLE),
    (grpc.StatusCode.CANCELLED, Code.UNREACHABLE),
    (grpc.StatusCode.DEADLINE_EXCEEDED, Code.TOO_SLOW),
    (grpc.StatusCode.RESOURCE_EXHAUSTED, Code.TOO_LARGE),
    (grpc.StatusCode.UNAUTHENTICATED, Code.UNAUTHENTICATED),
    (grpc.StatusCode.PERMISSION_DENIED, Code.PERMISSION_DENIED),
    (grpc.StatusCode.UNIMPLEMENTED, Code.VERSION_UNSUPPORTED),
    (grpc.StatusCode.UNKNOWN, Code.INTERNAL),
    (grpc.StatusCode.INTERNAL, Code.INTERNAL),
    (grpc.StatusCode.DATA_LOSS, Code.INTERNAL),
]


@pytest.mark.parametrize(("status", "code"), BARE, ids=lambda value: value.name)
def test_a_bare_status_means_what_grpc_means(status: grpc.StatusCode, code: Code) -> None:
    for metadata in (None, (), (("other", b"x"),), ((DETAILS_KEY, b"\xff\xff"),), ((DETAILS_KEY, b""),)):
        assert failure_from_rpc_error(SynchronousError(status, metadata)).code is code


FOREIGN = [
    pytest.param(ErrorInfo(reason="NOT_GRANTED", domain="elsewhere"), id="another domain"),
    pytest.param(ErrorInfo(reason="NO_SUCH_REASON", domain="ridgekey"), id="an unknown reason"),
    pytest.param(ErrorInfo(reason="not_granted", domain="ridgekey"), id="a reason in another case"),
    pytest.param(RetryInfo(), id="no reason at all"),
]


@pytest.mark.parametrize("detail", FOREIGN)
def test_a_reason_that_is_not_ours_is_none(detail: ErrorInfo | RetryInfo) -> None:
    status = Status(code=7, message="peer text")
    packed = AnyMessage()
    packed.Pack(detail)
    status.details.append(packed)
    assert failure_from_status(status) is None


def test_details_that_do_not_parse_are_no_reason() -> None:
    status = Status(code=7)
    status.details.append(AnyMessage(type_url="type.googleapis.com/google.rpc.ErrorInfo", value=b"\xff"))
    assert failure_from_status(status) is None


def test_an_error_that_says_nothing_is_internal() -> None:
    assert failure_from_rpc_error(grpc.RpcError()).code is Code.INTERNAL
