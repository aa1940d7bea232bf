"""Bytes of any kind towards the exchange service: always a refusal with a reason, never a breakdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch_client.conversation import fetch
from server.services.administration import unlock_user
from shared.errors import Code
from shared.protocol.messages import VERSION
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from tests.loopback import ADMIN
from tests.server.rpc.conftest import Post
from tests.server.rpc.raw_exchange import RawExchange

Call = grpc.StreamStreamMultiCallable
Fields = dict[str, Any]

BREAKDOWNS = (Code.INTERNAL, Code.UNREACHABLE)
MANY = 2000
"""Half a minute of processor time."""

WORDS = st.sampled_from(["", "none", "chen", "aes-256-gcm", "xray-7", "../x", "a\x00b", "é", "x" * 70])
LENGTHS = st.sampled_from([0, 1, 15, 16, 31, 32, 1183, 1184])
BYTES = LENGTHS.map(bytes)
NUMBERS = st.sampled_from([0, 1, 2, 17, 600, 601, 2**31, 2**32 - 1])

FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "versions": st.lists(st.sampled_from([0, VERSION, 2]), max_size=3),
    "suites": st.lists(WORDS, max_size=3),
    "inner_ciphers": st.lists(WORDS, max_size=3),
    "request_id": BYTES,
    "user": NUMBERS,
    "image": WORDS,
    "client_random": BYTES,
    "generation": NUMBERS,
    "model_digests": st.lists(BYTES, max_size=3),
    "mark": NUMBERS,
    "checkpoint": st.builds(pb.CheckpointReference, log_id=BYTES, size=NUMBERS, root=BYTES),
    "mlkem_encapsulation_key": BYTES,
    "x25519_public_key": BYTES,
}
BODIES = st.lists(st.binary(max_size=200), max_size=3)
FRAMES = st.binary(max_size=200)
HELLOS = st.fixed_dictionaries(FIELDS)
CHANGES = st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=2, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: FIELDS[name] for name in names})
)
"""One or two fields of a right Hello, which then gets beyond the first check."""


@pytest.fixture(scope="module")
def exchange(post: Post) -> Iterator[Call]:
    """The raw method on a connection of the branch."""
    with post.basra_channel() as channel:
        yield channel.stream_stream("/ridgekey.v1.ExchangeService/Exchange")


@pytest.fixture(scope="module")
def right(post: Post) -> Fields:
    """The fields of what an honest branch would send."""
    with RawExchange(post, "xray-7", bytes(16)) as raw:
        hello = pb.Hello.FromString(codec.encode_hello(raw.handshake.hello()))
    return {name: getattr(hello, name) for name in FIELDS}


def as_hello(frame: bytes) -> bytes:
    """The message that carries these bytes where a Hello belongs."""
    return pb.ExchangeRequest(hello=frame).SerializeToString()


def hello_of(fields: Fields) -> bytes:
    """The message that carries a Hello of these fields."""
    return as_hello(pb.Hello(**fields).SerializeToString())


def answer(exchange: Call, *bodies: bytes) -> Code:
    """The code that a stream with these messages ends with."""
    with pytest.raises(grpc.RpcError) as caught:
        list(exchange(iter(bodies), timeout=60))
    return failure_from_rpc_error(caught.value).code


@pytest.mark.fault(14)
@settings(max_examples=60, deadline=None)
@given(bodies=BODIES)
def test_any_bytes_are_malformed(exchange: Call, bodies: list[bytes]) -> None:
    assert answer(exchange, *bodies) is Code.MALFORMED


@pytest.mark.fault(14)
@settings(max_examples=60, deadline=None)
@given(frame=FRAMES)
def test_any_bytes_as_a_hello_are_malformed(exchange: Call, frame: bytes) -> None:
    assert answer(exchange, as_hello(frame)) is Code.MALFORMED


@pytest.mark.fault(14)
@settings(max_examples=100, deadline=None)
@given(hello=HELLOS)
def test_any_hello_is_refused_with_a_reason(exchange: Call, hello: Fields) -> None:
    assert answer(exchange, hello_of(hello)) not in BREAKDOWNS


@pytest.mark.fault(14)
@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=MANY, deadline=None)
@given(
    messages=BODIES | FRAMES.map(lambda frame: [as_hello(frame)]) | HELLOS.map(lambda one: [hello_of(one)])
)
def test_many_messages_of_any_kind_are_refused_with_a_reason(exchange: Call, messages: list[bytes]) -> None:
    assert answer(exchange, *messages) not in BREAKDOWNS


@pytest.mark.fault(14)
@pytest.mark.slow
@settings(max_examples=MANY // 4, deadline=None)
@given(changes=CHANGES)
def test_many_changes_of_a_right_hello_are_refused_with_a_reason(
    post: Post, exchange: Call, right: Fields, changes: Fields
) -> None:
    code = answer(exchange, hello_of({**right, **changes}))
    if code is Code.LOCKED_OUT:  # what was changed did not matter a hundred times, and no Proof came
        unlock_user(post.office, 17, None, ADMIN)
    assert code not in BREAKDOWNS


@pytest.mark.fault(14)
@pytest.mark.slow
def test_after_all_that_an_image_is_fetched(post: Post) -> None:
    assert fetch(post.basra, 17, "xray-7").n
