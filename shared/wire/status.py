"""Failures as gRPC statuses and back (protocol §8): codes travel, and one sentence.

On the wire a failure is a ``google.rpc.Status`` with ``ErrorInfo(reason, domain)``, ``BadRequest`` when one
field is at fault and ``RetryInfo`` when it may be tried again. Coming in, the code decides everything: the
sentence shown is this end's own, so that no peer's text reaches a terminal or a log. An administrator's
commands alone show the sentence of their own head office, whose authority they have pinned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar, cast

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import DecodeError, Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from shared.errors import Code, Failure

ERROR_DOMAIN = "ridgekey"
DETAILS_KEY = "grpc-status-details-bin"
"""The trailer in which gRPC carries a ``google.rpc.Status``."""
DEFAULT_RETRY_SECONDS = 1.0
MAX_RETRY_SECONDS = 3600.0
MAX_SENTENCE_CHARACTERS = 2000

Trailer = tuple[tuple[str, bytes], ...]
Detail = TypeVar("Detail", bound=Message)

_FIELD = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)

_WITHOUT_REASON: dict[grpc.StatusCode, Code] = {
    grpc.StatusCode.UNAVAILABLE: Code.UNREACHABLE,
    grpc.StatusCode.CANCELLED: Code.UNREACHABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED: Code.TOO_SLOW,
    grpc.StatusCode.RESOURCE_EXHAUSTED: Code.TOO_LARGE,
    grpc.StatusCode.UNAUTHENTICATED: Code.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED: Code.PERMISSION_DENIED,
    grpc.StatusCode.UNIMPLEMENTED: Code.VERSION_UNSUPPORTED,
}
"""What a status means that gRPC itself gave, without our reason; any other is ``INTERNAL``."""


def failure_to_status(failure: Failure) -> Status:
    """A failure as the status that the peer gets."""
    reason = ErrorInfo(reason=failure.code.value, domain=ERROR_DOMAIN)
    status = Status(code=_status_code(failure).value[0], message=failure.sentence)
    status.details.append(_packed(reason))
    if failure.field is not None:
        violation = BadRequest.FieldViolation(field=failure.field, description=failure.sentence)
        status.details.append(_packed(BadRequest(field_violations=[violation])))
    if failure.meaning.retryable or failure.retry_after is not None:
        retry = RetryInfo()
        seconds = DEFAULT_RETRY_SECONDS if failure.retry_after is None else failure.retry_after
        retry.retry_delay.FromMicroseconds(round(seconds * 1_000_000))
        status.details.append(_packed(retry))
    return status


def failure_to_trailer(failure: Failure) -> tuple[grpc.StatusCode, str, Trailer]:
    """What a servicer aborts a call with: status code, sentence and trailing metadata."""
    status = failure_to_status(failure)
    return _status_code(failure), status.message, ((DETAILS_KEY, status.SerializeToString()),)


def failure_from_status(status: Status, *, spoken: bool = False) -> Failure | None:
    """The failure that a status carries, or ``None`` when its reason is not one of ours.

    Args:
        status: the status.
        spoken: take the peer's sentence too, when it is one.
    """
    reason = _detail(status, ErrorInfo())
    if reason is None or reason.domain != ERROR_DOMAIN or reason.reason not in set(Code):
        return None
    sentence = status.message if spoken and _is_sentence(status.message) else None
    return Failure(Code(reason.reason), sentence, field=_field(status), retry_after=_retry_after(status))


def failure_from_rpc_error(error: grpc.RpcError, *, spoken: bool = False) -> Failure:
    """The failure that ended a call, as this end sees it.

    Args:
        error: what a call of ``grpc`` or ``grpc.aio`` raised.
        spoken: take the peer's sentence too, when it is one.

    Returns:
        The peer's own failure when it gave one, else what the bare status means; ``INTERNAL`` when that says
        nothing.
    """
    if not isinstance(error, grpc.Call | grpc.aio.AioRpcError):
        return Failure(Code.INTERNAL)
    # At run time the metadata are pairs, whatever the stubs for grpc say.
    for key, value in cast("Iterable[tuple[str, bytes | str]]", error.trailing_metadata() or ()):
        failure = _parsed(value, spoken=spoken) if key == DETAILS_KEY and isinstance(value, bytes) else None
        if failure is not None:
            return failure
    return Failure(_WITHOUT_REASON.get(error.code(), Code.INTERNAL))


def _parsed(details: bytes, *, spoken: bool) -> Failure | None:
    try:
        return failure_from_status(Status.FromString(details), spoken=spoken)
    except DecodeError:
        return None


def _is_sentence(text: str) -> bool:
    return 0 < len(text) <= MAX_SENTENCE_CHARACTERS and text.isprintable()


def _status_code(failure: Failure) -> grpc.StatusCode:
    return grpc.StatusCode[failure.meaning.status]


def _packed(detail: Message) -> AnyMessage:
    packed = AnyMessage()
    packed.Pack(detail)
    return packed


def _detail(status: Status, empty: Detail) -> Detail | None:
    for packed in status.details:
        try:
            if packed.Unpack(empty):
                return empty
        except DecodeError:
            return None
    return None


def _field(status: Status) -> str | None:
    # The peer's name of a field is shown to people: only what looks like one passes.
    request = _detail(status, BadRequest())
    names = [violation.field for violation in request.field_violations] if request is not None else []
    return names[0] if names and _FIELD.fullmatch(names[0]) else None


def _retry_after(status: Status) -> float | None:
    # Bounded, so that a peer cannot make a branch wait for ever.
    retry = _detail(status, RetryInfo())
    if retry is None:
        return None
    seconds = float(retry.retry_delay.ToMicroseconds()) / 1e6
    return min(max(seconds, 0.0), MAX_RETRY_SECONDS)
