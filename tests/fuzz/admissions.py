"""Admissions (protocol §9.2), as they come and under the authority's true signature."""

from __future__ import annotations

from contextlib import suppress

from shared.crypto.joining import parse_admission
from shared.errors import Failure
from tests.independent_exchange import lv
from tests.vectors.spoilt_items import items
from tests.vectors.write_refused_files import ADMISSION, ECDSA, OFFICE


def parse(data: bytes) -> None:
    """Read the bytes as an admission; then once more, signed by the authority."""
    with suppress(Failure):
        read(data)
    with suppress(Failure):
        read(data + lv(OFFICE.authority.key.sign(data, ECDSA)))


def read(data: bytes) -> None:
    """Read an admission.

    Raises:
        Failure: it is none.
    """
    parse_admission(data)


def seeds() -> dict[str, bytes]:
    """An admission, and what of it is signed."""
    return {"admission": ADMISSION, "unsigned": lv(*items(ADMISSION)[:-1])}
