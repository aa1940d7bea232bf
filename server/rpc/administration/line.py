"""The line from an administrator's machine to a head office: mutual TLS, a deadline on every call.

Answers are taken as bytes and parsed here, since gRPC would print what it cannot parse. A refusal is shown in
the head office's own words: this end has pinned its authority, and its sentences name what is at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import grpc
from cryptography import x509
from google.protobuf.message import Message

from server.rpc.administration.answering import why_no_answer
from shared.crypto.certificates import certificate_pem
from shared.crypto.tls_keys import PrivateKey, private_key_pem
from shared.errors import Code, Failure
from shared.wire.channel import client_options
from shared.wire.fields import parse
from shared.wire.status import failure_from_rpc_error
from shared.wire.uninterrupted import Uninterrupted, run_uninterrupted

CALL_SECONDS = 30.0
"""How long a call may take that only looks something up or changes a few rows."""

_SERVICE = "/ridgekey.v1.AdministrationService/"
_Answer = TypeVar("_Answer", bound=Message)


@dataclass(frozen=True)
class AdminTls:
    """What an administrator proves itself with, and whose server it takes."""

    authority: x509.Certificate
    certificate: x509.Certificate
    key: PrivateKey = field(repr=False)


class Line:
    """A channel to one head office; closed in the end.

    Args:
        address: HOST:PORT.
        tls: certificates and key.
    """

    def __init__(self, address: str, tls: AdminTls) -> None:
        self._address = address
        self._authority = tls.authority
        credentials = grpc.ssl_channel_credentials(
            root_certificates=certificate_pem(tls.authority),
            private_key=private_key_pem(tls.key),
            certificate_chain=certificate_pem(tls.certificate),
        )
        options = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
        self._grpc = Uninterrupted()
        self._channel = self._grpc.run(partial(grpc.secure_channel, address, credentials, options))

    def close(self) -> None:
        """Hang up."""
        run_uninterrupted(self._channel.close)  # an interrupted call still holds the other thread
        self._grpc.end()

    def call(
        self, method: str, request: Message, answer: type[_Answer], seconds: float = CALL_SECONDS
    ) -> _Answer:
        """One unary call.

        Raises:
            Failure: what the head office answers, or why there is no answer.
        """
        unary = self._channel.unary_unary(_SERVICE + method, _serialised, None)
        try:
            return parse(answer, self._grpc.run(partial(unary, request, timeout=seconds)))
        except grpc.RpcError as error:
            raise self._failure_of(error) from None

    def answers(self, method: str, request: Message, answer: type[_Answer]) -> Iterator[_Answer]:
        """The answers to one request, as they come.

        Raises:
            Failure: as :meth:`call`.
        """
        stream = self._channel.unary_stream(_SERVICE + method, _serialised, None)
        try:
            messages = self._grpc.run(partial(stream, request, timeout=CALL_SECONDS))
            while (message := self._grpc.run(partial(next, messages, None))) is not None:
                yield parse(answer, message)
        except grpc.RpcError as error:
            raise self._failure_of(error) from None

    def send(
        self, method: str, requests: Iterable[Message], answer: type[_Answer], seconds: float
    ) -> _Answer:
        """Many requests, one answer.

        Raises:
            Failure: as :meth:`call`.
        """
        stream = self._channel.stream_unary(_SERVICE + method, _serialised, None)
        try:
            return parse(answer, self._grpc.run(partial(stream, iter(requests), timeout=seconds)))
        except grpc.RpcError as error:
            raise self._failure_of(error) from None

    def _failure_of(self, error: grpc.RpcError) -> Failure:
        failure = failure_from_rpc_error(error, spoken=True)
        if failure.code is not Code.UNREACHABLE:
            return failure
        return why_no_answer(self._address, self._authority)


def _serialised(message: Message) -> bytes:
    return message.SerializeToString()
