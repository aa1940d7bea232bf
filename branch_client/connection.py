"""The channel to the head office: mutual TLS, a deadline on every call, failures as ``Failure``.

Answers are taken as bytes and parsed here, since gRPC would print what it cannot parse.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message

from branch_client.branch import Branch
from shared.crypto.certificates import certificate_pem
from shared.crypto.tls_keys import private_key_pem
from shared.crypto.validity import check_valid_at
from shared.errors import Code, Failure
from shared.identifiers import parse_image_id
from shared.protocol.messages import Chunk
from shared.wire.channel import client_options
from shared.wire.envelope import RequestFrame, ResponseFrame, pack_request, unpack_chunk, unpack_response
from shared.wire.fields import parse
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from shared.wire.uninterrupted import Uninterrupted, run_uninterrupted

_SERVICE = "/ridgekey.v1.ExchangeService/"
RENEW_EXPIRED = (
    "run `ridgekey-branch renew --request FILE`, have the head office approve that file by "
    "`ridgekey branch approve FILE --renew`, and accept what it sends"
)
"""What a branch does whose certificate has ended, so that it cannot call any more."""

Metadata = tuple[tuple[str, str], ...]

_Answer = TypeVar("_Answer", bound=Message)


@dataclass(frozen=True)
class ListedImage:
    """One image that is released to a user at this branch; ``size`` in bytes."""

    image: str
    size: int
    media_type: str


def list_images(branch: Branch, user: int) -> tuple[ListedImage, ...]:
    """The images released to ``user`` at this branch, in order of ID.

    Raises:
        Failure: what the head office refuses, ``UNREACHABLE``, ``CLOCK_WRONG``, ``CERTIFICATE_EXPIRED``.
    """
    with HeadOffice(branch) as head_office:
        answer = head_office.call(
            "ListImages", pb.ListImagesRequest(user=checked_user(user)), pb.ListImagesResponse
        )
    return tuple(ListedImage(_listed_id(each.image), each.size, each.media_type) for each in answer.images)


def _listed_id(text: str) -> str:
    """An image's ID as the head office says it: files are named after it."""
    try:
        return parse_image_id(text)
    except Failure:
        raise Failure(Code.MALFORMED, "The head office lists an image by no image's ID.") from None


@dataclass(frozen=True)
class Greeting:
    """What a head office answers to a branch that it admits.

    Attributes:
        release: its release.
        time_us: its clock, microseconds since 1970-01-01 UTC; 0 of a release that does not say.
        tls_group: the key-agreement group of the connection; empty likewise.
    """

    release: str
    time_us: int
    tls_group: str


def ping(branch: Branch) -> Greeting:
    """What the head office answers, when it admits this branch.

    Raises:
        Failure: as :func:`list_images`.
    """
    with HeadOffice(branch) as head_office:
        answer = head_office.call("Ping", pb.PingRequest(), pb.PingResponse)
    return Greeting(answer.release, answer.time_us, answer.tls_group)


def renew_certificate(branch: Branch, request: bytes, *, force: bool) -> bytes:
    """The admission that answers a request for a new certificate; nothing of it is verified yet.

    Raises:
        Failure: as :func:`list_images`.
    """
    asked = pb.RenewCertificateRequest(request=request, force=force)
    with HeadOffice(branch) as head_office:
        return head_office.call("RenewCertificate", asked, pb.RenewCertificateResponse).admission


def checked_user(user: int) -> int:
    """A user ID that the contract can carry; whether this deployment has it, the head office says.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``.
    """
    if not 0 <= user < 2**32:
        raise Failure(Code.ID_OUT_OF_RANGE, field="user")
    return user


class HeadOffice:
    """A connection for the length of a ``with`` block.

    Args:
        branch: whose connection it is.

    Raises:
        Failure: ``CLOCK_WRONG`` or ``CERTIFICATE_EXPIRED`` when the branch's certificate is not valid now.
    """

    def __init__(self, branch: Branch) -> None:
        check_valid_at(branch.admission.certificate, branch.clock.now(), RENEW_EXPIRED)
        self._config = branch.config
        self._tracer = branch.tracer
        credentials = grpc.ssl_channel_credentials(
            root_certificates=certificate_pem(branch.admission.authority),
            private_key=private_key_pem(branch.certificates.key_of(branch.admission)),
            certificate_chain=certificate_pem(branch.admission.certificate),
        )
        # A channel of its own, so that no attempt waits for the back-off of the one before.
        options = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
        self._grpc = Uninterrupted()
        self._channel = self._grpc.run(partial(grpc.secure_channel, branch.address, credentials, options))

    def __enter__(self) -> HeadOffice:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        run_uninterrupted(self._channel.close)  # an interrupted call still holds the other thread
        self._grpc.end()

    def call(self, method: str, request: Message, answer: type[_Answer]) -> _Answer:
        """One unary call.

        Raises:
            Failure: what the head office answers, or why there is no answer.
        """
        unary = self._channel.unary_unary(
            _SERVICE + method, request_serializer=_serialise, response_deserializer=None
        )
        try:
            timeout = self._config.call_timeout_seconds
            asked = partial(unary, request, timeout=timeout, metadata=self._metadata())
            return parse(answer, self._grpc.run(asked))
        except grpc.RpcError as error:
            raise failure_from_rpc_error(error) from None

    def exchange(self) -> ExchangeStream:
        """Open the stream of one attempt; close it in the end."""
        start = self._channel.stream_stream(
            _SERVICE + "Exchange", request_serializer=_serialise, response_deserializer=None
        )
        begin = partial(start, timeout=self._config.exchange_timeout_seconds, metadata=self._metadata())
        return ExchangeStream(begin, self._grpc)

    def _metadata(self) -> Metadata:
        """What a call says beside its message: the trace that it is part of, if there is one."""
        parent = self._tracer.parent()
        return () if parent is None else (parent.header(),)


class ExchangeStream:
    """The stream of one attempt: frames out, frames in, in the order of protocol §3."""

    def __init__(self, begin: Callable[[Iterator[Message]], Any], thread: Uninterrupted) -> None:
        self._outgoing: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._grpc = thread
        self._incoming: Any = thread.run(partial(begin, iter(self._outgoing.get, None)))
        self._messages: Iterator[bytes] = iter(self._incoming)

    def send(self, kind: RequestFrame, frame: bytes) -> None:
        """Send a frame's bytes."""
        self._outgoing.put(pack_request(kind, frame))

    def receive(self, expected: ResponseFrame) -> bytes:
        """The bytes of the Challenge or Accept, exactly as received.

        Raises:
            Failure: what the head office answers instead, or ``MALFORMED``.
        """
        message = self._next()
        if message is None:
            raise Failure(Code.MALFORMED)
        return unpack_response(message, expected)

    def receive_chunk(self) -> Chunk | None:
        """The next chunk, or ``None`` when the head office ended the stream without a failure.

        Raises:
            Failure: what the head office answers instead, or ``MALFORMED``.
        """
        message = self._next()
        return None if message is None else unpack_chunk(message)

    def finish(self) -> None:
        """Say that nothing more comes and wait until the head office has taken the Receipt.

        The image is here by now: if the Receipt is lost, the head office writes UNCONFIRMED (protocol §3.13).

        Raises:
            Failure: ``STREAM_CORRUPT`` when the stream goes on behind the last chunk (protocol §4.3). The
                head office ends it only after the Receipt, so that this cannot be told any earlier.
        """
        self._outgoing.put(None)
        try:
            surplus = self._grpc.run(partial(next, self._messages, None))
        except grpc.RpcError:
            return
        if surplus is not None:
            sentence = "The image is whole, but something followed it; tell the head office."
            raise Failure(Code.STREAM_CORRUPT, sentence)

    def close(self) -> None:
        """End the stream, finished or not."""
        self._outgoing.put(None)
        run_uninterrupted(self._incoming.cancel)  # what waits for the next message holds the other thread

    def _next(self) -> pb.ExchangeResponse | None:
        try:
            message = self._grpc.run(partial(next, self._messages, None))
        except grpc.RpcError as error:
            raise failure_from_rpc_error(error) from None
        return None if message is None else parse(pb.ExchangeResponse, message)


def _serialise(message: Message) -> bytes:
    return message.SerializeToString()
