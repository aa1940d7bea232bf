"""Images that arrive, and images that do not: both ends over real TLS."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from branch_client.branch import Branch
from branch_client.connection import ExchangeStream, HeadOffice, list_images, ping
from branch_client.conversation import fetch
from branch_client.state import Pending
from server.ports import Event
from server.rpc import delivery
from server.rpc.frames import Frames
from shared.errors import Code, Failure
from shared.protocol.messages import Chunk
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.branch_client.conftest import World
from tests.loopback import FINGERS, audit, sha256, with_wrong_prints
from tests.severing_relay import SeveringRelay


def code_of(branch: Branch, user: int, image: str, **options: object) -> Code:
    """The code that a fetch fails with."""
    with pytest.raises(Failure) as caught:
        fetch(branch, user, image, **options)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize("size", [0, 1, 1023, 1024, 1025, 40_000], ids=lambda size: f"{size} bytes")
def test_an_image_of_any_size_arrives_equal(world: World, tmp_path: Path, size: int) -> None:
    output = tmp_path / "image"
    fetched = fetch(world.basra, 17, f"size-{size}", output=output)
    original = world.images[f"size-{size}"]
    assert output.read_bytes() == original
    assert (fetched.size, fetched.sha256, fetched.attempt) == (size, sha256(original), 1)
    assert output.stat().st_mode & 0o777 == 0o600
    assert fetched.data is None


@pytest.mark.parametrize(
    ("inner", "suite"),
    [
        pytest.param("none", "aes-256-gcm", id="the default"),
        pytest.param("none", "chacha20-poly1305", id="the other suite"),
        pytest.param("chen", "aes-256-gcm", id="an inner cipher"),
        pytest.param("chen", "chacha20-poly1305", id="both"),
        pytest.param("logistic", "aes-256-gcm", id="the logistic map"),
        pytest.param("lorenz", "chacha20-poly1305", id="the Lorenz system"),
    ],
)
def test_suites_and_inner_ciphers(world: World, inner: str, suite: str) -> None:
    fetched = fetch(world.basra, 17, "size-1025", inner=inner, suite=suite)
    assert fetched.data == world.images["size-1025"]
    assert (fetched.inner, fetched.suite) == (inner, suite)


def test_numbers_are_one_sequence_over_both_branches(world: World) -> None:
    fetched = [fetch(branch, 17, "size-1") for branch in (world.basra, world.mosul) * 2]
    first = fetched[0].n
    assert [each.n for each in fetched] == list(range(first, first + 4))
    assert [each.counter for each in fetched] == [(each.n - 1) % 10 + 1 for each in fetched]
    assert [each.finger for each in fetched] == [FINGERS[(each.counter - 1) % 3] for each in fetched]


@pytest.mark.fault(8)
def test_two_branches_at_once_share_one_sequence(world: World) -> None:
    before = fetch(world.basra, 17, "size-1").n
    with ThreadPoolExecutor(4) as threads:
        branches = (world.basra, world.mosul) * 4
        fetched = list(threads.map(lambda branch: fetch(branch, 17, "size-1025"), branches))
    assert sorted(each.n for each in fetched) == list(range(before + 1, before + 9))
    assert {each.data for each in fetched} == {world.images["size-1025"]}


def test_the_summary_has_the_fields_of_the_contract(world: World) -> None:
    summary = fetch(world.basra, 17, "size-1").summary()
    names = "user n epoch counter finger image bytes sha256 suite inner verification attempt seconds"
    assert list(summary) == names.split()
    assert isinstance(summary["finger"], str)


@pytest.mark.fault(32)
@pytest.mark.parametrize(
    ("user", "image", "options", "expected"),
    [
        pytest.param(0, "size-1", {}, Code.ID_OUT_OF_RANGE, id="ID 0"),
        pytest.param(601, "size-1", {}, Code.ID_OUT_OF_RANGE, id="ID 601"),
        pytest.param(-1, "size-1", {}, Code.ID_OUT_OF_RANGE, id="negative ID"),
        pytest.param(2**40, "size-1", {}, Code.ID_OUT_OF_RANGE, id="ID beyond the wire's"),
        pytest.param(18, "size-1", {}, Code.NOT_GRANTED, id="a user of another branch"),
        pytest.param(19, "size-1", {}, Code.NOT_GRANTED, id="no such user"),
        pytest.param(17, "absent", {}, Code.IMAGE_NOT_FOUND, id="no such image"),
        pytest.param(17, "../size-1", {}, Code.INVALID_INPUT, id="a path for an image"),
        pytest.param(17, "size-1", {"inner": "rot13"}, Code.INVALID_INPUT, id="no such inner cipher"),
        pytest.param(17, "size-1", {"suite": "rc4"}, Code.INVALID_INPUT, id="no such suite"),
        pytest.param(17, "size-1", {"output": Path("/nowhere/x")}, Code.INVALID_INPUT, id="no such folder"),
        pytest.param(17, "size-1", {"scan": Path(__file__)}, Code.INVALID_INPUT, id="a scan that is none"),
    ],
)
def test_what_is_refused(
    world: World, user: int, image: str, options: dict[str, object], expected: Code
) -> None:
    assert code_of(world.basra, user, image, **options) is expected


def test_a_wrong_print_proves_nothing_and_its_number_lapses(world: World, tmp_path: Path) -> None:
    before = fetch(world.basra, 17, "size-1").n
    output = tmp_path / "image"
    assert code_of(with_wrong_prints(world.basra, 999), 17, "size-1", output=output) is Code.PROOF_FAILED
    assert not output.exists()
    assert audit(world.office)[-1].entry.event is Event.PROOF_REFUSED
    assert fetch(world.basra, 17, "size-1").n == before + 2


def flip_a_bit(chunk: Chunk | None) -> Chunk | None:
    return chunk and replace(chunk, sealed=bytes([chunk.sealed[0] ^ 1]) + chunk.sealed[1:])


def drop_it(chunk: Chunk | None) -> Chunk | None:
    return None


def raise_the_index(chunk: Chunk | None) -> Chunk | None:
    return chunk and replace(chunk, index=chunk.index + 1)


@pytest.mark.fault(15, 16)
@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        pytest.param(flip_a_bit, Code.STREAM_CORRUPT, id="one bit flipped"),
        pytest.param(raise_the_index, Code.STREAM_CORRUPT, id="another index"),
        pytest.param(drop_it, Code.STREAM_TRUNCATED, id="the stream ends early"),
    ],
)
def test_a_tampered_stream_leaves_nothing_and_is_taken_up_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: object, expected: Code
) -> None:
    intact = ExchangeStream.receive_chunk
    received: list[int] = []

    def harmed(stream: ExchangeStream) -> Chunk | None:
        chunk = intact(stream)
        received.append(1)
        return harm(chunk) if len(received) == 3 else chunk  # type: ignore[operator]

    monkeypatch.setattr(ExchangeStream, "receive_chunk", harmed)
    output = tmp_path / "image"
    assert code_of(world.basra, 17, "size-40000", output=output) is expected
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    n = world.basra.state.read(17).mark
    again = fetch(world.basra, 17, "size-40000", output=output)
    assert (again.n, again.attempt) == (n, 2)
    assert output.read_bytes() == world.images["size-40000"]


@pytest.mark.fault(18)
def test_what_follows_the_last_chunk_is_not_passed_over(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def prolonged(*arguments: Any) -> None:
        await delivery.stream(*arguments)
        frames = next(argument for argument in arguments if isinstance(argument, Frames))
        await frames.send_chunk(Chunk(0, False, bytes(16)), 1.0)

    monkeypatch.setattr("server.rpc.conversation.stream", prolonged)
    output = tmp_path / "image"
    assert code_of(world.basra, 17, "size-40000", output=output) is Code.STREAM_CORRUPT
    assert output.read_bytes() == world.images["size-40000"]
    monkeypatch.undo()
    assert fetch(world.basra, 17, "size-40000").attempt == 1


def test_a_line_cut_mid_stream_is_retried_with_the_same_number(world: World, tmp_path: Path) -> None:
    before = fetch(world.basra, 17, "size-1").n
    with SeveringRelay(world.basra.address, after_bytes=20_000, cuts=2) as relay:
        branch = replace(world.basra, config=world.basra.config.model_copy(update={"server": relay.address}))
        fetched = fetch(branch, 17, "size-40000", output=tmp_path / "image")
    assert (fetched.n, fetched.attempt, relay.connections) == (before + 1, 3, 3)
    assert (tmp_path / "image").read_bytes() == world.images["size-40000"]
    events = [row.entry.event for row in audit(world.office) if row.entry.n == fetched.n]
    assert events == [
        Event.RESERVED,
        Event.RELEASED,
        Event.RETRY,
        Event.RELEASED,
        Event.RETRY,
        Event.RELEASED,
        Event.DELIVERED,
    ]
    assert world.basra.state.read(17).pending == ()


@pytest.mark.fault(16)
def test_a_line_that_stays_cut_leaves_a_request_for_the_next_fetch(world: World, tmp_path: Path) -> None:
    with SeveringRelay(world.basra.address, after_bytes=20_000, cuts=99) as relay:
        settings = {"server": relay.address, "attempts": 2}
        branch = replace(world.basra, config=world.basra.config.model_copy(update=settings))
        assert code_of(branch, 17, "size-40000", output=tmp_path / "image") is Code.UNREACHABLE
    assert list(tmp_path.iterdir()) == []
    (pending,) = world.basra.state.read(17).pending
    fetched = fetch(world.basra, 17, "size-40000")
    assert (fetched.n, fetched.attempt) == (pending.n, 3)


def test_a_request_that_is_over_gives_way_to_a_new_one(world: World) -> None:
    delivered = fetch(world.basra, 17, "size-1")
    request = next(row.entry for row in reversed(audit(world.office)) if row.entry.n == delivered.n)
    assert request.request_id is not None
    started = world.basra.clock.now().timestamp()
    with world.basra.state.lock(17) as ledger:
        ledger.remember(Pending(request.request_id.hex(), "size-1", delivered.n, started))
    assert fetch(world.basra, 17, "size-1").n == delivered.n + 1


@pytest.mark.fault(24)
def test_a_file_that_cannot_be_written_is_discarded(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise Failure(Code.LOCAL_FAILURE, "Cannot write the file: no space left on device.")

    monkeypatch.setattr("branch_client.attempt.write_file", full)
    assert code_of(world.basra, 17, "size-1", output=tmp_path / "image") is Code.LOCAL_FAILURE
    assert audit(world.office)[-1].entry.event is Event.DISCARDED
    monkeypatch.undo()
    assert fetch(world.basra, 17, "size-1").attempt == 2


def test_a_rolled_back_counter_is_noticed(world: World) -> None:
    with world.mosul.state.lock(18) as ledger:
        ledger.advance(10_000)
    assert code_of(world.mosul, 18, "size-1") is Code.COUNTER_ROLLBACK


def test_listing_and_ping(world: World) -> None:
    listed = list_images(world.basra, 17)
    assert {each.image: each.size for each in listed} == {
        name: len(data) for name, data in world.images.items()
    }
    assert ping(world.basra)
    with pytest.raises(Failure) as caught:
        list_images(world.basra, 18)
    assert caught.value.code is Code.NOT_GRANTED


@pytest.mark.parametrize("name", ["../mri-1", "/etc/passwd", "", ".hidden", "a\0b"])
def test_no_file_is_named_after_what_is_no_image(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    answer = pb.ListImagesResponse(images=[pb.ImageSummary(image=name, size=1, media_type="image/png")])
    monkeypatch.setattr(HeadOffice, "call", lambda *_: answer)
    with pytest.raises(Failure) as refused:
        list_images(world.basra, 17)
    assert refused.value.code is Code.MALFORMED
