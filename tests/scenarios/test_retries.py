"""A message that is lost on the way is asked for again under its own number (protocol §3.3, §3.5, §5.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lab.demo.tampering_proxy import Alter, Lost, proxy, steal_credentials, unaltered
from tests.scenarios.conftest import TEN_FINGERS, Offices, refused_with
from tests.scenarios.disorderly_line import ACCEPT_TAG

# The first byte of an ExchangeRequest with a Receipt.
RECEIPT_TAG = b"\x1a"


@dataclass
class Loser:
    """Loses the connection when a frame of one kind passes, some times."""

    tag: bytes
    times: int
    passed: list[bytes] = field(default_factory=list)

    def __call__(self, message: bytes) -> bytes:
        """Pass a message on, or break the stream in its place."""
        if message.startswith(self.tag):
            self.passed.append(message)
            if len(self.passed) <= self.times:
                raise Lost
        return message


def fetch_through(
    offices: Offices, target: Path, to_head_office: Alter, to_branch: Alter
) -> dict[str, object]:
    """Fetch at basra through a proxy that may lose what passes; reason and exit code when refused."""
    ends = steal_credentials(offices.head_office.home, offices.basra.home)
    with proxy(offices.head_office.address, ends, to_head_office, to_branch) as address:
        answer = offices.basra.run("fetch", str(TEN_FINGERS), "mri-3", "-o", target, server=address)
    return answer.output or {"refused": refused_with(answer)}


@pytest.mark.fault(2)
def test_a_lost_accept_is_asked_for_again(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(TEN_FINGERS)
    loser = Loser(ACCEPT_TAG, times=2)
    told = fetch_through(offices, tmp_path / "image.png", unaltered, loser)
    assert (told["n"], told["attempt"]) == (before + 1, 3)
    assert len(set(loser.passed)) == 3, "every attempt has its own ephemerals, hence its own bytes"
    assert (tmp_path / "image.png").read_bytes() == offices.images["mri-3"]
    assert offices.counter(TEN_FINGERS) == before + 1
    assert offices.events_of(TEN_FINGERS, before + 1) == [
        "RESERVED",
        "RELEASED",
        "RETRY",
        "RELEASED",
        "RETRY",
        "RELEASED",
        "DELIVERED",
    ]


@pytest.mark.fault(5)
def test_an_interrupted_request_is_taken_up_by_the_next_command(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(TEN_FINGERS)
    target = tmp_path / "image.png"
    refused = fetch_through(offices, target, unaltered, Loser(ACCEPT_TAG, times=99))
    assert refused == {"refused": ("UNREACHABLE", 6)}
    assert list(tmp_path.iterdir()) == []
    told = offices.basra.ask("fetch", str(TEN_FINGERS), "mri-3", "-o", target)
    assert told["n"] == before + 2, "after five attempts that request is over, and a new one begins"
    assert target.read_bytes() == offices.images["mri-3"]


@pytest.mark.fault(4)
def test_a_lost_receipt_leaves_the_image_and_no_delivery(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(TEN_FINGERS)
    told = fetch_through(offices, tmp_path / "image.png", Loser(RECEIPT_TAG, times=99), unaltered)
    assert told["n"] == before + 1
    assert (tmp_path / "image.png").read_bytes() == offices.images["mri-3"]
    assert offices.events_of(TEN_FINGERS, before + 1) == ["RESERVED", "RELEASED"]
