"""Branches' requests to join (protocol §9.1), as they come and under a true signature."""

from __future__ import annotations

from contextlib import suppress

from shared.crypto.joining import parse_request
from shared.errors import Failure
from tests.independent_exchange import lv
from tests.vectors.spoilt_items import items
from tests.vectors.write_refused_files import BASRA, ECDSA


def parse(data: bytes) -> None:
    """Read the bytes as a request; then once more, signed by the branch's TLS key."""
    with suppress(Failure):
        read(data)
    with suppress(Failure):
        read(data + lv(BASRA.tls.sign(data, ECDSA)))


def read(data: bytes) -> None:
    """Read a request.

    Raises:
        Failure: it is none.
    """
    parse_request(data)


def seeds() -> dict[str, bytes]:
    """A request, and what of it is signed."""
    return {"request": BASRA.request, "unsigned": lv(*items(BASRA.request)[:-1])}
