"""Model files and verifier files, which an administrator or a branch adds."""

from __future__ import annotations

from contextlib import suppress

from shared.biometrics.verification.file import parse_verifier
from shared.biometrics.verification.verifier import MAGIC
from shared.errors import Failure
from shared.exact.network import parse_network
from tests.seeded_networks import tiny_verifier


def parse(data: bytes) -> None:
    """Read the bytes as the file whose magic they begin with."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Read a file and prove its bounds; there is one encoding of each.

    Raises:
        Failure: it is none, or a bound does not hold.
    """
    parsed = parse_verifier(data) if data.startswith(MAGIC) else parse_network(data)
    assert parsed.encode() == data


def seeds() -> dict[str, bytes]:
    """A network and a verifier."""
    verifier = tiny_verifier()
    return {"network": verifier.network.encode(), "verifier": verifier.encode()}
