"""The canonical bytes of an enrolment, which packages and sealed files hold (protocol §9.3)."""

from __future__ import annotations

from contextlib import suppress

from shared.errors import Failure
from shared.stores.enrolments import Enrolment
from tests.independent_exchange import lv, sha256


def parse(data: bytes) -> None:
    """Read the bytes as an enrolment."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Read an enrolment; there is one encoding of each.

    Raises:
        Failure: it is none.
    """
    assert Enrolment.decode(data).encode() == data


def seeds() -> dict[str, bytes]:
    """Of one and of ten fingers."""

    def enrolment(fingers: int) -> bytes:
        prints = b"".join(lv(finger, 4, 5, bytes(range(20))) for finger in range(fingers))
        return lv("ridgekey/1 enrolment", 17, 3, sha256(b"m"), sha256(b"s"), fingers, prints)

    return {"one": enrolment(1), "ten": enrolment(10)}
