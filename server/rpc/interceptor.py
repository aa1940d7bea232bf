"""Stands before every handler of all four kinds: admits the call, answers what it raises (protocol §2.4, §8).

gRPC would decode a request before any check and would answer an exception with its text and type. So requests
are decoded into ``None`` when they are no messages, and only a failure's code and sentence are ever answered.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
import structlog
from google.protobuf.message import DecodeError

from server.ports import Meter, Office
from server.rpc.access import is_administrative
from server.rpc.call import Call, begin_call
from server.rpc.gate import Gate
from server.rpc.traced import traced_call
from server.services.exchange import record_refusal
from shared.errors import Code, Failure
from shared.tracing.tracer import Tracer
from shared.wire.status import failure_to_trailer

Handler = grpc.RpcMethodHandler
Behaviour = Callable[[Any, grpc.aio.ServicerContext], Any]
Context = grpc.aio.ServicerContext

_LOG = structlog.get_logger(__name__)

_THIS_END = frozenset(
    {
        Code.INVALID_INPUT,
        Code.NOT_FOUND,
        Code.CONFLICT,
        Code.HOME_INVALID,
        Code.UNREACHABLE,
        Code.CLOCK_WRONG,
        Code.INTEGRITY,
        Code.LOCAL_FAILURE,
    }
)
"""What can only be wrong here; a branch would read such a code as its own fault, or as the image's."""

_OF_NO_CALLER = frozenset({Code.UNREACHABLE, Code.CLOCK_WRONG})
"""What an administrator would read as a fault of the line or the own machine; all else is theirs to know."""

ALARMS = {
    Code.COUNTER_ROLLBACK: (
        "a branch saw higher numbers than the database has: if it was restored, run `ridgekey db restored`, "
        "then `ridgekey counter fence`"
    ),
    Code.FENCE_REQUIRED: "a restore waits for its fence: run `ridgekey counter fence`",
    Code.WITNESS_INCONSISTENT: (
        "a branch holds a checkpoint that the audit log does not extend: compare it by "
        "`ridgekey audit verify --witness FILE`; if the database was restored, set the counter fence"
    ),
}
"""What an operator must act on, with what to do (protocol §5.7, §7.3); a rule of Prometheus has them."""


class AccessInterceptor(grpc.aio.ServerInterceptor):
    """Default deny for every method, known or not.

    Args:
        office: the head office, for the audit of refusals.
        gate: the checks.
        meter: counts refusals.
        tracer: is told of every call that is admitted.
    """

    def __init__(self, office: Office, gate: Gate, meter: Meter, tracer: Tracer) -> None:
        self._meter = meter
        self._tracer = tracer
        self._office = office
        self._gate = gate

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        """Return a method's handler with the checks before it; an unknown method gets one that refuses."""
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None:
            return grpc.unary_unary_rpc_method_handler(self._guarded(method, _absent))
        return _rebuild(handler, self._guarded(method, _behaviour(handler)))

    def _guarded(self, method: str, behaviour: Behaviour) -> Behaviour:
        async def guarded(request: Any, context: Context) -> Any:
            call = begin_call(method)
            try:
                await self._gate.admit(call, context)
                if request is None:
                    raise Failure(Code.MALFORMED)
                async with call.watch.kept():
                    # Only now, so that nobody who was not admitted can have a trace begin or go on.
                    with traced_call(self._tracer, method, context.invocation_metadata()):
                        return await _run(behaviour, request, context)
            except Failure as failure:
                refusal = _public(failure, method)
            except (grpc.aio.AbortError, asyncio.CancelledError):
                raise
            except grpc.aio.InternalError:
                # A read or write on a stream that the peer has just dropped; gRPC's own end of a call.
                raise asyncio.CancelledError from None
            except Exception as error:
                # Its text may hold anything; the type and the place are enough to find it.
                _LOG.error("call broke", method=method, error=type(error).__name__, place=_place(error))
                refusal = Failure(Code.INTERNAL)
            # Not within the handlers above: gRPC keeps what an abort raises, with the exception that it would
            # be raised in, whose traceback has the frames of the handler and an image in one of them.
            await self._refuse(call, context, _bare(refusal))

        return guarded

    async def _refuse(self, call: Call, context: Context, failure: Failure) -> None:
        where = {"method": call.method, "peer": call.actor_uri, "user": call.user}
        _LOG.info("refused", reason=failure.code.value, **where)
        self._meter.refused(failure.code.value)
        if failure.code in ALARMS:
            _LOG.error("alarm", reason=failure.code.value, remedy=ALARMS[failure.code], **where)
        await asyncio.to_thread(record_refusal, self._office, call.actor_uri, failure, call.user)
        code, sentence, trailer = failure_to_trailer(failure)
        try:
            await context.abort(code, sentence, trailer)
        except grpc.aio.InternalError:
            # A peer that stopped reading leaves a write in gRPC's hands, and no status fits behind it. Ending
            # the task as cancelled drops the call, which resets the stream.
            raise asyncio.CancelledError from None


def _public(failure: Failure, method: str) -> Failure:
    hidden = _OF_NO_CALLER if is_administrative(method) else _THIS_END
    if failure.code not in hidden:
        return failure
    _LOG.error("this end failed", method=method, reason=failure.code.value)
    return Failure(Code.INTERNAL)


def _bare(failure: Failure) -> Failure:
    """The failure without where it came from."""
    failure.__traceback__ = failure.__context__ = failure.__cause__ = None
    return failure


async def _run(behaviour: Behaviour, request: Any, context: Context) -> Any:
    """Run any kind of handler; what a generator yields is written, so that all kinds end alike."""
    if inspect.isasyncgenfunction(behaviour):
        async for response in behaviour(request, context):
            await context.write(response)
        return None
    return await behaviour(request, context)


async def _absent(_request: Any, _context: Context) -> None:
    raise Failure(Code.PERMISSION_DENIED)


def _behaviour(handler: Handler) -> Behaviour:
    return next(
        behaviour
        for behaviour in (
            handler.unary_unary,
            handler.unary_stream,
            handler.stream_unary,
            handler.stream_stream,
        )
        if behaviour is not None
    )


def _rebuild(handler: Handler, behaviour: Behaviour) -> Handler:
    make = {
        (False, False): grpc.unary_unary_rpc_method_handler,
        (False, True): grpc.unary_stream_rpc_method_handler,
        (True, False): grpc.stream_unary_rpc_method_handler,
        (True, True): grpc.stream_stream_rpc_method_handler,
    }[handler.request_streaming, handler.response_streaming]
    return make(behaviour, _tolerant(handler.request_deserializer), handler.response_serializer)


def _tolerant(decode: Callable[[bytes], Any] | None) -> Callable[[bytes], Any] | None:
    if decode is None:
        return None

    def decode_or_none(data: bytes) -> Any:
        try:
            return decode(data)
        except DecodeError:
            return None

    return decode_or_none


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
