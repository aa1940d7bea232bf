"""Addresses are read, and found free before they are recorded."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import pytest

from server.bootstrap.listening import Address, check_free, parse_address
from shared.errors import Code, Failure
from tests.free_ports import free_port

ANY = str(ipaddress.IPv4Address(0))


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("127.0.0.1:7443", Address("127.0.0.1", 7443), id="number"),
        pytest.param("head-office.example:1", Address("head-office.example", 1), id="name"),
        pytest.param("[::1]:65535", Address("::1", 65535), id="IPv6"),
    ],
)
def test_an_address_is_read_and_written(text: str, address: Address) -> None:
    assert parse_address(text, "--listen") == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    ["", ":7443", "host", "host:", "host:port", "host:0", "host:65536", "::1:7443", "a/b:1", "host:1\n"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Failure, match="--listen takes HOST:PORT") as refused:
        parse_address(text, "--listen")
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("host", "everywhere"),
    [(ANY, True), ("::", True), ("127.0.0.1", False), ("head-office.example", False)],
)
def test_everywhere_is_no_place_to_connect_to(host: str, everywhere: bool) -> None:
    assert Address(host, 7443).is_everywhere == everywhere


def test_a_free_port_stays_free() -> None:
    free = free_port()
    for _ in range(2):
        check_free(Address("127.0.0.1", free))


@pytest.mark.parametrize("host", ["127.0.0.1", ANY], ids=["the same address", "everywhere"])
def test_a_port_in_use_is_a_conflict(taken: int, host: str) -> None:
    with pytest.raises(Failure, match="in use") as refused:
        check_free(Address(host, taken))
    assert refused.value.code is Code.CONFLICT


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"], ids=["another machine's", "unknown"])
def test_an_address_elsewhere_is_refused(host: str) -> None:
    with pytest.raises(Failure) as refused:
        check_free(Address(host, 7443))
    assert refused.value.code is Code.INVALID_INPUT
