"""A proxy that has both ends' TLS keys: what still protects the image then is the exchange itself.

It stands for the worst place on the way. It shows branches the head office's certificate, shows the head
office the branch's, and may change every message in between. It reads no protobuf; messages are bytes to it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import grpc

from shared.crypto.certificates import certificate_pem
from shared.crypto.joining import parse_admission
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import private_key_pem
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import SERVER, TLS, Keyring
from shared.wire.channel import client_options

Delivery = bytes | tuple[bytes, ...]
"""What comes out in place of a message: one, or none or several where it is held back or repeated."""

Alter = Callable[[bytes], Delivery]
"""Takes a message as sent and returns what is delivered; or raises :class:`Lost`."""

ADMISSION_FILE = "head-office.admission"
# The first byte of an ExchangeResponse that carries a Chunk: field 3 of exchange.proto, length-delimited.
CHUNK_TAG = b"\x1a"
# The first byte of an ExchangeRequest that carries a Proof: field 2.
PROOF_TAG = b"\x12"
_THREADS = 8


class Lost(Exception):
    """The message never arrives, and neither does what would follow it."""


@dataclass
class BitFlipper:
    """Flips the lowest bit of the last byte of the first message of a kind that passes.

    Args:
        tag: the first byte of such a message; a chunk's when absent.
    """

    tag: bytes = CHUNK_TAG
    flipped: int = field(default=0, init=False)

    def __call__(self, message: bytes) -> bytes:
        """Deliver a message, altered if it is the first of its kind."""
        if self.flipped or not message.startswith(self.tag):
            return message
        self.flipped += 1
        return message[:-1] + bytes([message[-1] ^ 1])


def unaltered(message: bytes) -> bytes:
    """Deliver a message as it is."""
    return message


@dataclass(frozen=True)
class Ends:
    """Both ends' TLS credentials, taken from their homes: the attacker's best day."""

    towards_branch: grpc.ServerCredentials
    towards_head_office: grpc.ChannelCredentials


def steal_credentials(head_office: Path, branch: Path) -> Ends:
    """Read the TLS keys of a head office's and of a branch's home."""
    office, client = open_home(head_office, HomeKind.HEAD_OFFICE), open_home(branch, HomeKind.BRANCH)
    with office.master_key() as master:
        server_key = private_key_pem(Keyring(office, master, SystemRandomness()).certified(SERVER))
    with client.master_key() as master:
        branch_key = private_key_pem(Keyring(client, master, SystemRandomness()).certified(TLS))
    authority = (office.certificates / "authority.pem").read_bytes()
    server_chain = (office.certificates / "server.pem").read_bytes()
    admission = parse_admission((client.root / ADMISSION_FILE).read_bytes())
    branch_chain = certificate_pem(admission.certificate)
    return Ends(
        grpc.ssl_server_credentials([(server_key, server_chain)], authority, require_client_auth=True),
        grpc.ssl_channel_credentials(authority, branch_key, branch_chain),
    )


@contextlib.contextmanager
def proxy(address: str, ends: Ends, to_head_office: Alter, to_branch: Alter) -> Iterator[str]:
    """Stand between branches and the head office at ``address`` while the block runs.

    Yields:
        The address to send branches to.
    """
    server = grpc.server(ThreadPoolExecutor(_THREADS))
    with grpc.secure_channel(address, ends.towards_head_office, client_options()) as channel:
        server.add_generic_rpc_handlers((_Relay(channel, to_head_office, to_branch),))
        port = server.add_secure_port("127.0.0.1:0", ends.towards_branch)
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(grace=None).wait()


class _Relay(grpc.GenericRpcHandler):
    """Passes every method on as streams of bytes, which on the wire every kind of call is."""

    def __init__(self, channel: grpc.Channel, to_head_office: Alter, to_branch: Alter) -> None:
        self._channel = channel
        self._to_head_office = to_head_office
        self._to_branch = to_branch

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        method = details.method

        def pass_on(messages: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            return self._pass_on(method, messages, context)

        return grpc.stream_stream_rpc_method_handler(pass_on)

    def _pass_on(
        self, method: str, messages: Iterator[bytes], context: grpc.ServicerContext
    ) -> Iterator[bytes]:
        call = self._channel.stream_stream(method)(
            _sent(messages, self._to_head_office), timeout=context.time_remaining()
        )
        context.add_callback(call.cancel)
        try:
            for message in call:
                yield from _delivered(self._to_branch(message))
        except Lost:
            call.cancel()
            context.abort(grpc.StatusCode.UNAVAILABLE, "the connection was lost")
        except grpc.RpcError:
            context.set_trailing_metadata(tuple(call.trailing_metadata() or ()))
            context.abort(call.code(), call.details() or "")


def _sent(messages: Iterator[bytes], alter: Alter) -> Iterator[bytes]:
    # A branch that broke off raises out of its own stream; to the head office that is just the stream's end.
    with contextlib.suppress(grpc.RpcError, Lost):
        for message in messages:
            yield from _delivered(alter(message))


def _delivered(delivery: Delivery) -> tuple[bytes, ...]:
    return (delivery,) if isinstance(delivery, bytes) else delivery
