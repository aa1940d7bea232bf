"""A line that swaps, repeats, drops and splices chunks, or stands still (protocol §3.5, §4.3, §5.4).

Whoever holds both ends' TLS keys can do it; no file is left, and the next fetch goes on with the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fetch import picture
from lab.demo.commands import Answer
from lab.demo.tampering_proxy import CHUNK_TAG, PROOF_TAG, Alter, proxy, steal_credentials, unaltered
from tests.scenarios.conftest import TEN_FINGERS, Offices, refused_with
from tests.scenarios.disorderly_line import (
    ACCEPT_TAG,
    CHALLENGE_TAG,
    SPOILT,
    ChunkLine,
    Rule,
    Stall,
    dropped,
    repeated,
    repeated_and_renumbered,
    spliced_from_a_message,
    spliced_from_an_attempt,
    swapped,
    swapped_and_renumbered,
)

IMAGE = "five-chunks"
SECONDS = "8"
"""How long an attempt on a line that stands still may take; the handshake of one that does not takes one."""

RELEASED = ["RESERVED", "RELEASED"]
RETRIED = ["RETRY", "RELEASED"]


@pytest.fixture(scope="module")
def stored(offices: Offices) -> Iterator[Offices]:
    """The offices with an image of five chunks, which other scenarios do not know."""
    data = picture(2_300_000)
    file = offices.folder / "carried" / f"{IMAGE}.png"
    file.write_bytes(data)
    offices.head_office.ask("image", "put", file, "--id", IMAGE, "--everyone")
    yield replace(offices, images={**offices.images, IMAGE: data})
    offices.head_office.ask("image", "remove", IMAGE, "--yes")


def fetch(offices: Offices, target: Path, ways: tuple[Alter, Alter], **settings: str) -> Answer:
    """Fetch at basra through a proxy that alters what goes to the head office, and to the branch."""
    ends = steal_credentials(offices.head_office.home, offices.basra.home)
    with proxy(offices.head_office.address, ends, *ways) as address:
        arguments = ("fetch", str(TEN_FINGERS), IMAGE, "-o", target)
        return offices.basra.run(*arguments, server=address, **settings)


def fetch_plainly(offices: Offices, target: Path) -> tuple[int, int]:
    """Fetch at basra on a line that does nothing; message number and attempt."""
    told = offices.basra.ask("fetch", str(TEN_FINGERS), IMAGE, "-o", target)
    assert target.read_bytes() == offices.images[IMAGE]
    return told["n"], told["attempt"]


@pytest.mark.fault(17)
@pytest.mark.parametrize(
    ("rule", "audited"),
    [
        pytest.param(swapped, RELEASED, id="swapped"),
        pytest.param(swapped_and_renumbered, RELEASED, id="swapped and renumbered", marks=pytest.mark.slow),
        pytest.param(repeated, RELEASED, id="repeated", marks=pytest.mark.slow),
        pytest.param(repeated_and_renumbered, RELEASED, id="repeated and renumbered", marks=pytest.mark.slow),
        pytest.param(dropped, RELEASED, id="dropped", marks=pytest.mark.slow),
        pytest.param(
            spliced_from_an_attempt,
            RELEASED + RETRIED,
            id="spliced from an earlier attempt",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_chunks_out_of_order_are_refused_at_that_very_chunk(
    stored: Offices, tmp_path: Path, rule: Rule, audited: list[str]
) -> None:
    before, target = stored.counter(TEN_FINGERS), tmp_path / "image.png"
    line = ChunkLine(rule)
    answer = fetch(stored, target, (unaltered, line))
    assert refused_with(answer) == ("STREAM_CORRUPT", 7)
    assert f"at chunk {SPOILT}" in answer.message
    assert list(tmp_path.iterdir()) == []
    assert stored.events_of(TEN_FINGERS, before + 1) == audited
    assert fetch_plainly(stored, target) == (before + 1, len(line.attempts) + 1)
    assert stored.events_of(TEN_FINGERS, before + 1) == [*audited, *RETRIED, "DELIVERED"]


@pytest.mark.slow
@pytest.mark.fault(17)
def test_a_chunk_of_an_earlier_message_is_refused(stored: Offices, tmp_path: Path) -> None:
    before, target = stored.counter(TEN_FINGERS), tmp_path / "image.png"
    line = ChunkLine(spliced_from_a_message)
    whole = fetch(stored, tmp_path / "whole.png", (unaltered, line)).must_succeed()
    assert whole["n"] == before + 1
    answer = fetch(stored, target, (unaltered, line))
    assert refused_with(answer) == ("STREAM_CORRUPT", 7)
    assert f"at chunk {SPOILT}" in answer.message
    assert [file.name for file in tmp_path.iterdir()] == ["whole.png"]
    assert stored.events_of(TEN_FINGERS, before + 2) == RELEASED
    assert fetch_plainly(stored, target) == (before + 2, 2)


@pytest.mark.slow
@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("tag", "place", "audited", "again"),
    [
        # The branch has not heard of that number: it asks for another, and this one is abandoned in the end.
        pytest.param(CHALLENGE_TAG, 0, ["RESERVED"], (2, 1), id="the Challenge"),
        pytest.param(ACCEPT_TAG, 0, RELEASED, (1, 2), id="the Accept"),
        pytest.param(CHUNK_TAG, SPOILT, RELEASED, (1, 2), id="a chunk"),
    ],
)
def test_a_line_to_the_branch_that_stands_still_ends_in_time(
    stored: Offices, tmp_path: Path, tag: bytes, place: int, audited: list[str], again: tuple[int, int]
) -> None:
    before, target = stored.counter(TEN_FINGERS), tmp_path / "image.png"
    stall = Stall(tag, place)
    try:
        answer = fetch(stored, target, (unaltered, stall), exchange_timeout_seconds=SECONDS, attempts="1")
    finally:
        stall.over.set()
    assert refused_with(answer) == ("TOO_SLOW", 6)
    assert stall.seen == place + 1
    assert list(tmp_path.iterdir()) == []
    assert stored.events_of(TEN_FINGERS, before + 1) == audited
    further, attempt = again
    assert fetch_plainly(stored, target) == (before + further, attempt)


@pytest.mark.slow
@pytest.mark.fault(12)
def test_a_line_to_the_head_office_that_stands_still_releases_nothing(
    stored: Offices, tmp_path: Path
) -> None:
    before, target = stored.counter(TEN_FINGERS), tmp_path / "image.png"
    stall = Stall(PROOF_TAG)
    try:
        answer = fetch(stored, target, (stall, unaltered), exchange_timeout_seconds=SECONDS, attempts="1")
    finally:
        stall.over.set()
    assert refused_with(answer) == ("TOO_SLOW", 6)
    assert list(tmp_path.iterdir()) == []
    assert stored.events_of(TEN_FINGERS, before + 1) == ["RESERVED"]
    assert fetch_plainly(stored, target) == (before + 1, 1)


@pytest.mark.slow
@pytest.mark.fault(12)
def test_a_line_that_stood_still_once_is_tried_again(stored: Offices, tmp_path: Path) -> None:
    before, target = stored.counter(TEN_FINGERS), tmp_path / "image.png"
    stall = Stall(CHUNK_TAG, SPOILT)
    try:
        answer = fetch(stored, target, (unaltered, stall), exchange_timeout_seconds=SECONDS)
    finally:
        stall.over.set()
    told = answer.must_succeed()
    assert (told["n"], told["attempt"]) == (before + 1, 2)
    assert target.read_bytes() == stored.images[IMAGE]
    assert stored.events_of(TEN_FINGERS, before + 1) == [*RELEASED, *RETRIED, "DELIVERED"]
