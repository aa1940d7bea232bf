"""The address that the head office listens on: read from text, and found free before it is recorded."""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
from dataclasses import dataclass

from shared.errors import Code, Failure

_ADDRESS = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9._-]+)):(?P<port>[0-9]{1,5})", re.ASCII
)


@dataclass(frozen=True)
class Address:
    """A host, as name or number, and a port."""

    host: str
    port: int

    @property
    def is_everywhere(self) -> bool:
        """Whether it means every interface, which nobody can connect to by that name."""
        try:
            return ipaddress.ip_address(self.host).is_unspecified
        except ValueError:  # a name
            return False

    def __str__(self) -> str:
        """HOST:PORT as gRPC and people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_address(text: str, option: str) -> Address:
    """Read HOST:PORT.

    Args:
        text: such as ``127.0.0.1:7443``, ``head-office.example:7443`` or ``[::1]:7443``.
        option: the option it was given by, for the sentence.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not of that form or the port is outside 1..65535.
    """
    match = _ADDRESS.fullmatch(text)
    if match is None or not 1 <= int(match["port"]) <= 65535:
        sentence = f"{option} takes HOST:PORT with a port from 1 to 65535, such as 127.0.0.1:7443."
        raise Failure(Code.INVALID_INPUT, sentence, field=option)
    return Address(match["six"] or match["host"], int(match["port"]))


def check_free(address: Address, option: str = "--listen") -> None:
    """Check that this machine has the address and that nothing listens there.

    Args:
        address: where to listen.
        option: the option that names another one, for the sentence.

    Raises:
        Failure: ``CONFLICT`` when the port is in use; ``INVALID_INPUT`` when the address is not this
            machine's; ``LOCAL_FAILURE`` when the account may not listen there.
    """
    try:
        found = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError:
        raise Failure(Code.INVALID_INPUT, f"The host name {address.host} is not known here.") from None
    for family, kind, protocol, _, target in found:
        with socket.socket(family, kind, protocol) as probe:
            # Connections of a server that has just stopped linger; they are no reason to refuse.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(target)
                probe.listen(1)
            except OSError as error:
                raise _refusal(address, error, option) from None


def _refusal(address: Address, error: OSError, option: str) -> Failure:
    if error.errno == errno.EADDRINUSE:
        sentence = f"{address} is in use by another program; choose another port with {option}."
        return Failure(Code.CONFLICT, sentence)
    if error.errno == errno.EADDRNOTAVAIL:
        return Failure(Code.INVALID_INPUT, f"{address.host} is not an address of this machine.")
    return Failure(Code.LOCAL_FAILURE, f"Cannot listen on {address}: {error.strerror}.")
