"""Sealed objects (protocol §4.7)."""

from __future__ import annotations

from contextlib import suppress

from shared.crypto.data_key import unwrap
from shared.crypto.sealed_object import open_object
from shared.errors import Failure
from tests.fuzz.data_keys import MASTER, PLACE, RECORDED


def parse(data: bytes) -> None:
    """Open the bytes as the recorded object."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Open a sealed object.

    Raises:
        Failure: it is not what was sealed.
    """
    with unwrap(bytes.fromhex(RECORDED["key"]), MASTER, PLACE) as data_key:
        open_object(data, data_key)


def seeds() -> dict[str, bytes]:
    """The recorded object."""
    return {"sealed": bytes.fromhex(RECORDED["object"])}
