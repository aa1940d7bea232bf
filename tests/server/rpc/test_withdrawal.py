"""What is taken back while an exchange is in progress, read or not (protocol §6)."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from structlog.testing import capture_logs

from server.ports import BranchStatus, Release
from server.rpc.frames import Frames
from server.services.administration import (
    NOBODY,
    change_branch_status,
    exit_user,
    grant_user,
    readmit_user,
    release_image,
    remove_image,
    ungrant_user,
)
from shared.errors import Code
from shared.protocol.messages import Chunk
from shared.wire.envelope import ResponseFrame
from tests.loopback import ADMIN, picture, put
from tests.server.rpc.conftest import Post
from tests.server.rpc.outcomes import becomes, code_of
from tests.server.rpc.raw_exchange import RawExchange

REQUEST_IDS: Iterator[bytes] = (number.to_bytes(16, "big") for number in itertools.count(1))


def suspend(post: Post) -> None:
    change_branch_status(post.office, "basra", BranchStatus.SUSPENDED, ADMIN)


def resume(post: Post) -> None:
    change_branch_status(post.office, "basra", BranchStatus.ACTIVE, ADMIN)


def put_on_exit_list(post: Post) -> None:
    exit_user(post.office, 17, ADMIN)


def take_off_exit_list(post: Post) -> None:
    readmit_user(post.office, 17, ADMIN)


@pytest.mark.fault(31)
@pytest.mark.parametrize(
    ("withdraw", "restore", "expected"),
    [
        pytest.param(put_on_exit_list, take_off_exit_list, Code.USER_EXITED, id="the user exits"),
        pytest.param(suspend, resume, Code.BRANCH_SUSPENDED, id="the branch is suspended"),
    ],
)
def test_withdrawal_reaches_an_exchange_in_progress(
    post: Post, withdraw: Callable[[Post], None], restore: Callable[[Post], None], expected: Code
) -> None:
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as before_proof:
        before_proof.hello()
        with RawExchange(post, "large", next(REQUEST_IDS)) as streaming:
            streaming.hello()
            streaming.prove()
            streaming.accept()
            streaming.take_chunks(1)
            withdraw(post)
            try:
                assert code_of(streaming.take_chunks) is expected
                before_proof.prove()
                assert code_of(lambda: before_proof.stream.receive(ResponseFrame.ACCEPT)) is expected
            finally:
                restore(post)


class Writing:
    """Knows for how long the chunk being sent has not been taken."""

    def __init__(self) -> None:
        self._since = math.inf

    def around(self, send: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """The sending of a chunk, watched."""

        async def watched(frames: Frames, chunk: Chunk, seconds: float) -> None:
            self._since = time.monotonic()
            await send(frames, chunk, seconds)
            self._since = math.inf

        return watched

    def for_seconds(self) -> float:
        """Negative while nothing is being sent."""
        return time.monotonic() - self._since


def withdraw_grant(post: Post) -> None:
    ungrant_user(post.office, 17, "basra", ADMIN)


def grant_again(post: Post) -> None:
    grant_user(post.office, 17, "basra", ADMIN)


def withdraw_image(post: Post) -> None:
    release_image(post.office, "large", NOBODY, ADMIN)


def release_again(post: Post) -> None:
    release_image(post.office, "large", Release(everyone=True), ADMIN)


def remove_for_ever(post: Post) -> None:
    remove_image(post.office, "removed", ADMIN)


def leave_as_it_is(post: Post) -> None:
    del post


@pytest.mark.fault(31)
@pytest.mark.parametrize(
    ("withdraw", "restore", "expected"),
    [
        pytest.param(put_on_exit_list, take_off_exit_list, Code.USER_EXITED, id="the user exits"),
        pytest.param(suspend, resume, Code.BRANCH_SUSPENDED, id="the branch is suspended"),
        pytest.param(withdraw_grant, grant_again, Code.NOT_GRANTED, id="the grant is withdrawn"),
        pytest.param(withdraw_image, release_again, Code.IMAGE_NOT_FOUND, id="the image is withdrawn"),
        pytest.param(remove_for_ever, leave_as_it_is, Code.IMAGE_NOT_FOUND, id="the image is removed"),
    ],
)
def test_withdrawal_ends_a_stream_that_nobody_reads(
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    withdraw: Callable[[Post], None],
    restore: Callable[[Post], None],
    expected: Code,
) -> None:
    writing = Writing()
    monkeypatch.setattr(Frames, "send_chunk", writing.around(Frames.send_chunk))
    image = "removed" if withdraw is remove_for_ever else "large"
    if image == "removed":
        put(post.office, image, picture(16_000_000))
    with RawExchange(post, image, next(REQUEST_IDS)) as stalled:
        stalled.hello()
        stalled.prove()
        stalled.accept()
        assert becomes(lambda: writing.for_seconds() > 0.1)
        with capture_logs() as lines:
            withdraw(post)
            try:
                assert becomes(lambda: "refused" in [line["event"] for line in lines])
            finally:
                restore(post)
        assert [line["reason"] for line in lines if line["event"] == "refused"] == [expected.value]
        # A reset would say no reason; the next Hello would.
        assert code_of(stalled.take_chunks) in (expected, Code.UNREACHABLE)
        assert stalled.opener.tags.count < stalled.manifest.chunk_count


@pytest.mark.fault(31)
def test_an_image_removed_between_hello_and_proof_is_not_found(post: Post) -> None:
    put(post.office, "brief", picture(1000))
    with RawExchange(post, "brief", next(REQUEST_IDS)) as exchange:
        exchange.hello()
        remove_image(post.office, "brief", ADMIN)
        exchange.prove()
        assert code_of(lambda: exchange.stream.receive(ResponseFrame.ACCEPT)) is Code.IMAGE_NOT_FOUND
    with RawExchange(post, "brief", next(REQUEST_IDS)) as later:
        assert code_of(later.hello) is Code.IMAGE_NOT_FOUND
