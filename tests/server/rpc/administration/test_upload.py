"""An image on its way up: what is stored is what was announced, and nothing else is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import grpc
import pytest

from server.ports import Release
from server.rpc.administration import image_verbs
from server.rpc.administration.line import AdminTls
from server.rpc.administration.service import UPLOADS_OF_ONE
from server.rpc.administration.upload import Upload
from shared.errors import Code
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb
from shared.wire.status import failure_from_rpc_error
from tests.loopback import make_office, serving
from tests.server.rpc.administration.conftest import SERVICE, Post
from tests.server.rpc.outcomes import becomes
from tests.staffed_homes import ONE_PRINT

PICTURE = ONE_PRINT.read_bytes()
EVERYONE = pb.Release(everyone=True)


def header(size: int = len(PICTURE), image: str = "up-1", **more: object) -> pb.PutImageRequest:
    """The first message of an upload."""
    named = {"release": EVERYONE, **more}
    return pb.PutImageRequest(header=pb.PutImageHeader(image=image, size=size, **named))


def chunk(data: bytes) -> pb.PutImageRequest:
    """A further message."""
    return pb.PutImageRequest(chunk=data)


def sent(post: Post, tls: AdminTls, parts: Sequence[pb.PutImageRequest | bytes | float]) -> Code | None:
    """What an upload of these messages is refused with; a number is a pause, until then or for so long."""
    refused = threading.Event()

    def messages() -> Iterator[bytes]:
        for part in parts:
            if isinstance(part, float):
                refused.wait(part)
            else:
                yield part if isinstance(part, bytes) else part.SerializeToString()

    with post.channel(tls) as channel:
        call = channel.stream_unary(SERVICE + "PutImage").future(messages(), timeout=100)
        error = call.exception()
        refused.set()
    return failure_from_rpc_error(error).code if isinstance(error, grpc.RpcError) else None


HALF = len(PICTURE) // 2


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([], Code.MALFORMED, id="nothing"),
        pytest.param([chunk(PICTURE)], Code.MALFORMED, id="no header"),
        pytest.param([pb.PutImageRequest()], Code.MALFORMED, id="an empty message"),
        pytest.param([header(), header(), chunk(PICTURE)], Code.MALFORMED, id="two headers"),
        pytest.param([header(), chunk(b""), chunk(PICTURE)], Code.MALFORMED, id="an empty chunk"),
        pytest.param([header(), b"\xff\xff\xff\xff\x0f"], Code.MALFORMED, id="no message"),
        pytest.param([header(), b"\xfa\x3f\x01x"], Code.MALFORMED, id="an unknown field"),
        pytest.param([header(), chunk(PICTURE), chunk(b"x")], Code.MALFORMED, id="more than announced"),
        pytest.param([header(), chunk(PICTURE[:HALF])], Code.STREAM_TRUNCATED, id="cut short"),
        pytest.param([header(200_001)], Code.TOO_LARGE, id="too large, before a byte of it"),
        pytest.param([header(2**63)], Code.TOO_LARGE, id="far too large"),
        pytest.param([header(70_000), chunk(bytes(70_000))], Code.TOO_LARGE, id="a message too large"),
        pytest.param([header(5), chunk(b"image")], Code.INVALID_INPUT, id="no image"),
        pytest.param([header(0)], Code.INVALID_INPUT, id="nothing announced"),
        pytest.param([header(image="../up"), chunk(PICTURE)], Code.INVALID_INPUT, id="an ID with a path"),
        pytest.param([header(release=pb.Release()), chunk(PICTURE)], Code.INVALID_INPUT, id="for nobody"),
        pytest.param(
            [header(release=pb.Release(users=[601])), chunk(PICTURE)], Code.ID_OUT_OF_RANGE, id="user 601"
        ),
        pytest.param([header(reason="a\nb"), chunk(PICTURE)], Code.INVALID_INPUT, id="a reason of two lines"),
    ],
)
def test_an_upload_is_refused_and_leaves_nothing(
    post: Post, zainab: AdminTls, parts: Sequence[pb.PutImageRequest | bytes], expected: Code
) -> None:
    assert sent(post, zainab, parts) is expected
    assert "up-1" not in {each.image for each in post.remote(zainab).list_images()}
    assert not post.office.images.exists("up-1")


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([90.0, header(), chunk(PICTURE)], id="a late header"),
        pytest.param([header(), chunk(PICTURE[:HALF]), 90.0, chunk(PICTURE[HALF:])], id="a pause"),
        pytest.param(
            [header(), *(part for byte in PICTURE[:500] for part in (chunk(bytes([byte])), 0.2))],
            id="a trickle",
        ),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_a_slow_upload_is_refused_and_leaves_nothing(
    post: Post, zainab: AdminTls, parts: Sequence[pb.PutImageRequest | float]
) -> None:
    assert sent(post, zainab, parts) is Code.TOO_SLOW
    assert "up-1" not in {each.image for each in post.remote(zainab).list_images()}
    assert not post.office.images.exists("up-1")


@pytest.mark.parametrize("size", [50, 1000, HALF, len(PICTURE)])
def test_an_upload_in_any_portions_is_stored_as_it_was(post: Post, zainab: AdminTls, size: int) -> None:
    chunks = [chunk(PICTURE[start : start + size]) for start in range(0, len(PICTURE), size)]
    assert sent(post, zainab, [header(image=f"whole-{size}"), *chunks]) is None
    assert post.office.images.get(f"whole-{size}").data == PICTURE
    assert post.remote(zainab).show_image(f"whole-{size}").media_type == "image/png"


def test_a_dry_run_says_what_would_be_and_stores_nothing(post: Post, zainab: AdminTls) -> None:
    what = ("dry-1", PICTURE, "application/octet-stream", Release(everyone=True))
    told: list[tuple[int, int]] = []
    done = post.remote(zainab).preview_put(*what, lambda *ways: told.append(ways))
    assert (done.is_new, done.record.media_type) == (True, "image/png")
    assert told[-1] == (len(PICTURE), len(PICTURE))
    assert not post.office.images.exists("dry-1")
    assert "dry-1" not in {each.image for each in post.remote(zainab).list_images()}


def test_only_so_many_are_on_their_way_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = make_office(tmp_path / "patient", administration=True, transfer_patience_seconds=60)
    post, enough = Post(office, None, tmp_path), threading.Event()  # type: ignore[arg-type]
    begun = threading.Semaphore(0)

    def begin(*arguments: Any) -> Upload:
        begun.release()
        return Upload(*arguments)

    def waiting() -> Iterator[bytes]:
        yield header(image="held").SerializeToString()
        enough.wait(60)

    monkeypatch.setattr(image_verbs, "Upload", begin)
    with serving(office):
        tls = post.appoint("busy")
        with post.channel(tls) as channel:
            upload = channel.stream_unary(SERVICE + "PutImage")
            held = [upload.future(waiting(), timeout=100) for _ in range(UPLOADS_OF_ONE)]
            for _ in held:
                assert begun.acquire(timeout=60)
            cut_short = [header(), chunk(PICTURE[:HALF])]
            assert sent(post, tls, cut_short) is Code.RATE_LIMITED
            enough.set()
            for call in held:
                call.exception(60)
        assert becomes(lambda: sent(post, tls, cut_short) is Code.STREAM_TRUNCATED)
    office.database.close()
