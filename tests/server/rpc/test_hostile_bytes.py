"""Bytes of any kind towards the exchange service: always a refusal with a reason, never a breakdown."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import Code
from shared.protocol.messages import VERSION
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from tests.server.rpc.conftest import Post

Call = grpc.StreamStreamMultiCallable

WORDS = st.sampled_from(["", "none", "chen", "aes-256-gcm", "xray-7", "../x", "a\x00b", "é", "x" * 70])
LENGTHS = st.sampled_from([0, 1, 15, 16, 31, 32, 1183, 1184])
BYTES = LENGTHS.map(bytes)
NUMBERS = st.sampled_from([0, 1, 2, 17, 600, 601, 2**31, 2**32 - 1])

HELLOS = st.builds(
    pb.Hello,
    versions=st.lists(st.sampled_from([0, VERSION, 2]), max_size=3),
    suites=st.lists(WORDS, max_size=3),
    inner_ciphers=st.lists(WORDS, max_size=3),
    request_id=BYTES,
    user=NUMBERS,
    image=WORDS,
    client_random=BYTES,
    generation=NUMBERS,
    model_digests=st.lists(BYTES, max_size=3),
    mark=NUMBERS,
    checkpoint=st.builds(pb.CheckpointReference, log_id=BYTES, size=NUMBERS, root=BYTES),
    mlkem_encapsulation_key=BYTES,
    x25519_public_key=BYTES,
)


@pytest.fixture(scope="module")
def exchange(post: Post) -> Iterator[Call]:
    """The raw method on a connection of the branch."""
    with post.basra_channel() as channel:
        yield channel.stream_stream("/ridgekey.v1.ExchangeService/Exchange")


def answer(exchange: Call, *bodies: bytes) -> Code:
    """The code that a stream with these messages ends with."""
    with pytest.raises(grpc.RpcError) as caught:
        list(exchange(iter(bodies), timeout=60))
    return failure_from_rpc_error(caught.value).code


@pytest.mark.fault(14)
@settings(max_examples=60, deadline=None)
@given(bodies=st.lists(st.binary(max_size=200), max_size=3))
def test_any_bytes_are_malformed(exchange: Call, bodies: list[bytes]) -> None:
    assert answer(exchange, *bodies) is Code.MALFORMED


@pytest.mark.fault(14)
@settings(max_examples=60, deadline=None)
@given(frame=st.binary(max_size=200))
def test_any_bytes_as_a_hello_are_malformed(exchange: Call, frame: bytes) -> None:
    assert answer(exchange, pb.ExchangeRequest(hello=frame).SerializeToString()) is Code.MALFORMED


@pytest.mark.fault(14)
@settings(max_examples=100, deadline=None)
@given(hello=HELLOS)
def test_any_hello_is_refused_with_a_reason(exchange: Call, hello: pb.Hello) -> None:
    request = pb.ExchangeRequest(hello=hello.SerializeToString())
    assert answer(exchange, request.SerializeToString()) not in (Code.INTERNAL, Code.UNREACHABLE)
