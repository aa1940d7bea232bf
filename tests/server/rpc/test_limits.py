"""What one server takes from its peers, tried with connections that ask for more."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import grpc
import pytest

from shared.errors import Code
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from tests.loopback import enrol, grant, join, make_office, serving
from tests.server.rpc.conftest import Post
from tests.server.rpc.outcomes import becomes

PING, LIST = "/ridgekey.v1.ExchangeService/Ping", "/ridgekey.v1.ExchangeService/ListImages"
ONE_USER = pb.ListImagesRequest(user=17).SerializeToString()


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """A head office that takes three connections, and little on each."""
    folder: Path = tmp_path_factory.mktemp("narrow")
    office = make_office(
        folder / "head-office",
        max_connections=3,
        tls_handshake_seconds=60.0,
        max_request_bytes=16_384,
        max_metadata_bytes=4096,
    )
    basra = join(office, folder / "basra", "basra")
    enrol(office, 17)
    grant(office, 17, basra, folder)
    with serving(office):
        yield Post(office, basra, folder)
    office.database.close()


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a head office that gives nobody time for a handshake."""
    office = make_office(tmp_path_factory.mktemp("hurried") / "head-office", tls_handshake_seconds=0.3)
    with serving(office):
        yield office.config.listen
    office.database.close()


def ends_with(channel: grpc.Channel, method: str = PING, body: bytes = b"", **more: object) -> Code | None:
    """The code that a call is refused with; ``None`` when it is answered."""
    try:
        channel.unary_unary(method)(body, timeout=60, **more)
    except grpc.RpcError as error:
        return failure_from_rpc_error(error).code
    return None


@pytest.mark.fault(12)
def test_one_connection_too_many(narrow: Post) -> None:
    with ExitStack() as held:
        channels = [held.enter_context(narrow.basra_channel()) for _ in range(3)]
        assert [ends_with(channel) for channel in channels] == [None] * 3
        with narrow.basra_channel() as refused:
            assert ends_with(refused) is Code.UNREACHABLE
        assert [ends_with(channel) for channel in channels] == [None] * 3

    def taken_again() -> bool:
        with narrow.basra_channel() as channel:
            return ends_with(channel) is None

    assert becomes(taken_again)


@pytest.mark.fault(12)
@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x02\x00"], ids=["nothing", "half a TLS record"])
def test_a_connection_that_never_ends_its_handshake_is_closed(hurried: str, said: bytes) -> None:
    host, _, port = hurried.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as silent:
        silent.sendall(said)
        assert silent.recv(1024)[:1] in (b"", b"\x15"), "the end, or a TLS alert before it"


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    ("size", "expected"), [(16_000, Code.MALFORMED), (17_000, Code.TOO_LARGE)], ids=["below", "above"]
)
def test_the_largest_request(narrow: Post, size: int, expected: Code) -> None:
    with narrow.basra_channel() as channel:
        assert ends_with(channel, LIST, b"\xff" * size) is expected


@pytest.mark.fault(13)
def test_a_field_that_nobody_knows_is_passed_over(narrow: Post) -> None:
    with narrow.basra_channel() as channel:
        unknown = ONE_USER + b"\xfa\x01\x04abcd"
        assert ends_with(channel, LIST, unknown) is None


@pytest.mark.fault(13)
def test_the_largest_metadata(narrow: Post) -> None:
    with narrow.basra_channel() as channel:
        assert ends_with(channel, LIST, ONE_USER, metadata=(("x-note", "a" * 1000),)) is None
        assert ends_with(channel, LIST, ONE_USER, metadata=(("x-note", "a" * 20_000),)) is Code.TOO_LARGE
        assert ends_with(channel, LIST, ONE_USER) is None
