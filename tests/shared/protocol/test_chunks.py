"""How an image is cut, and that chunks fit their manifest to the byte (protocol §4.3, §4.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.stream import SealingStream, Suite
from shared.errors import Code, Failure
from shared.protocol.chunks import ChunkTags, count_chunks, cut, piece_size, verify_image
from shared.protocol.messages import Chunk
from tests.shared.protocol.rehearsal import Rehearsal, Setting

COUNTS = [
    pytest.param(0, 10, 1, id="an empty image is one empty chunk"),
    pytest.param(1, 10, 1, id="one byte"),
    pytest.param(9, 10, 1, id="one byte short of a chunk"),
    pytest.param(10, 10, 1, id="exactly a chunk"),
    pytest.param(11, 10, 2, id="one byte more"),
    pytest.param(20, 10, 2, id="exactly two"),
    pytest.param(7, 1, 7, id="chunks of one byte"),
    pytest.param(2**62 + 1, 2**31, 2**31 + 1, id="beyond the precision of a float"),
]


@pytest.mark.parametrize(("size", "chunk_size", "count"), COUNTS)
def test_the_count(size: int, chunk_size: int, count: int) -> None:
    assert count_chunks(size, chunk_size) == count


@given(st.binary(max_size=200), st.integers(1, 60))
def test_pieces_are_full_but_the_last_and_make_the_whole(data: bytes, chunk_size: int) -> None:
    pieces = list(cut(data, chunk_size))
    assert b"".join(piece for piece, _ in pieces) == data
    assert [last for _, last in pieces] == [False] * (len(pieces) - 1) + [True]
    assert all(len(piece) == chunk_size for piece, last in pieces if not last)
    assert len(pieces) == count_chunks(len(data), chunk_size)


def test_sizes_of_pieces() -> None:
    manifest = Rehearsal(Setting()).to_accept().announced()
    assert [piece_size(manifest, index) for index in range(3)] == [1000, 1000, 560]


WRONG_PIECES = [
    pytest.param(bytes(999), False, id="a short piece"),
    pytest.param(bytes(1001), False, id="a long piece"),
    pytest.param(bytes(1000), True, id="the end too early"),
    pytest.param(b"", False, id="nothing"),
]


@pytest.mark.parametrize(("piece", "last"), WRONG_PIECES)
def test_a_piece_that_was_not_announced_is_a_programming_error(piece: bytes, last: bool) -> None:
    rehearsal = Rehearsal().to_accept()
    with pytest.raises(ValueError, match="manifest announces"):
        rehearsal.sealer.seal(piece, last)
    assert rehearsal.sealer.tags.count == 0


def test_nothing_follows_the_last_piece() -> None:
    rehearsal = Rehearsal().to_accept()
    rehearsal.seal()
    with pytest.raises(ValueError, match="manifest announces"):
        rehearsal.sealer.seal(b"", True)


def open_all(rehearsal: Rehearsal, chunks: list[Chunk]) -> None:
    for chunk in chunks:
        rehearsal.opener.open(chunk)
    rehearsal.opener.finish()


MEDDLING = [
    pytest.param(lambda c: [c[1], c[0], c[2]], 0, Code.STREAM_CORRUPT, id="swapped"),
    pytest.param(lambda c: [c[0], c[0], c[1], c[2]], 1, Code.STREAM_CORRUPT, id="duplicated"),
    pytest.param(lambda c: [c[0], c[2]], 1, Code.STREAM_CORRUPT, id="dropped"),
    pytest.param(lambda c: [*c, c[2]], 3, Code.STREAM_CORRUPT, id="one more after the last"),
    pytest.param(
        lambda c: [*c, Chunk(3, False, bytes(16))], 3, Code.STREAM_CORRUPT, id="an empty one after the last"
    ),
    pytest.param(lambda c: c[:2], 2, Code.STREAM_TRUNCATED, id="the last missing"),
    pytest.param(lambda _: [], 0, Code.STREAM_TRUNCATED, id="all missing"),
    pytest.param(lambda c: [c[0], replace(c[1], last=True)], 1, Code.STREAM_CORRUPT, id="the end claimed"),
    pytest.param(lambda c: [c[0], c[1], replace(c[2], last=False)], 2, Code.STREAM_CORRUPT, id="end denied"),
    pytest.param(lambda c: [replace(c[0], index=1)], 0, Code.STREAM_CORRUPT, id="another index"),
    pytest.param(
        lambda c: [c[0], replace(c[1], sealed=c[1].sealed[:-1])], 1, Code.STREAM_CORRUPT, id="a byte less"
    ),
    pytest.param(
        lambda c: [replace(c[0], sealed=c[0].sealed + b"\x00")], 0, Code.STREAM_CORRUPT, id="a byte more"
    ),
    pytest.param(lambda c: [replace(c[0], sealed=b"")], 0, Code.STREAM_CORRUPT, id="nothing in it"),
]


@pytest.mark.fault(17, 18)
@pytest.mark.parametrize(("meddle", "at", "code"), MEDDLING)
def test_meddling_shows_at_the_exact_chunk(meddle, at: int, code: Code) -> None:  # type: ignore[no-untyped-def]
    rehearsal = Rehearsal().to_accept()
    chunks = meddle(rehearsal.seal())
    with pytest.raises(Failure, match=f"chunk {at};") as caught:
        open_all(rehearsal, chunks)
    assert caught.value.code is code
    assert rehearsal.opener.tags.count == at


@pytest.mark.parametrize(
    ("piece", "last"),
    [
        pytest.param(bytes(999), False, id="a short piece"),
        pytest.param(bytes(1001), False, id="a long piece"),
        pytest.param(bytes(1000), True, id="the end too early"),
    ],
)
def test_a_piece_that_was_not_announced_is_refused_though_truly_sealed(piece: bytes, last: bool) -> None:
    """The sizes were announced; a head office that seals others gets nothing opened (protocol §4.3)."""
    rehearsal = Rehearsal().to_accept()
    keys, th3 = rehearsal.server._keys, rehearsal.server._th3
    stream = SealingStream(Suite.AES_256_GCM, keys.message_key, keys.nonce_prefix.export_bytes(), th3)
    with pytest.raises(Failure, match="chunk 0;") as caught:
        rehearsal.opener.open(Chunk(0, last, stream.seal(piece, last)))
    assert caught.value.code is Code.STREAM_CORRUPT


@pytest.mark.fault(17)
@pytest.mark.parametrize("attempt", [1, 2])
def test_a_chunk_of_another_attempt_does_not_fit(attempt: int) -> None:
    """Splicing from another message, or from a retry of the same one, fails (protocol §4.2)."""
    one, other = Rehearsal().to_accept(), Rehearsal(Setting(attempt=attempt)).to_accept()
    one.opener.open(one.seal()[0])
    with pytest.raises(Failure, match="chunk 1;") as caught:
        one.opener.open(other.seal()[1])
    assert caught.value.code is Code.STREAM_CORRUPT


def test_after_a_refusal_the_right_chunk_comes_too_late() -> None:
    rehearsal = Rehearsal().to_accept()
    chunks = rehearsal.seal()
    with pytest.raises(Failure):
        rehearsal.opener.open(chunks[2])
    for chunk in chunks:
        with pytest.raises(Failure):
            rehearsal.opener.open(chunk)
    with pytest.raises(Failure) as caught:
        rehearsal.opener.finish()
    assert caught.value.code is Code.STREAM_CORRUPT


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(bytes(2560), id="other bytes"),
        pytest.param(bytes(range(256)) * 10 + b"\x00", id="a byte more"),
        pytest.param((bytes(range(256)) * 10)[:-1], id="a byte less"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_an_image_that_was_not_announced_is_refused(image: bytes) -> None:
    manifest = Rehearsal().to_accept().announced()
    verify_image(manifest, bytes(range(256)) * 10)
    with pytest.raises(Failure) as caught:
        verify_image(manifest, image)
    assert caught.value.code is Code.STREAM_CORRUPT
    assert "is not the one that was announced" in caught.value.sentence


def test_the_size_counts_beside_the_digest() -> None:
    manifest = Rehearsal().to_accept().announced()
    with pytest.raises(Failure):
        verify_image(replace(manifest, size=2559), bytes(range(256)) * 10)


def test_tags_are_the_last_sixteen_bytes_in_order() -> None:
    tags, others = ChunkTags(), ChunkTags()
    for sealed in (b"a" * 20, b"b" * 16):
        tags.add(sealed)
        others.add(b"x" + sealed[-16:])
    assert tags.count == 2
    assert tags.digest(2) == others.digest(2) != tags.digest(1) == others.digest(1)
