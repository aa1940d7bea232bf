"""The exchange service against branches that do not keep to the protocol, or to their time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import grpc
import pytest
from structlog.testing import capture_logs

import server.rpc.exchange
from branch_client.conversation import fetch
from server.adapters.regeneration import RegenerationPool
from server.ports import Event, RequestState
from server.rpc.frames import Frames
from server.rpc.vigil import Vigil
from shared.errors import MEANINGS, Code, Failure
from shared.protocol.messages import Outcome, Proof, Receipt
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame
from tests.loopback import audit
from tests.server.rpc.conftest import Post
from tests.server.rpc.outcomes import becomes, code_of
from tests.server.rpc.raw_exchange import RawExchange

REQUEST_IDS: Iterator[bytes] = (number.to_bytes(16, "big") for number in itertools.count(1))


def streak(post: Post) -> int:
    """Handshakes in a row without a right proof."""
    with post.office.database.read() as transaction:
        record = transaction.strikes.get("basra", 17)
    return record.streak if record else 0


def state(post: Post, request_id: bytes) -> RequestState | None:
    with post.office.database.read() as transaction:
        record = transaction.requests.get(request_id)
    return record.state if record else None


def second_hello(raw: RawExchange) -> None:
    raw.stream.send(RequestFrame.HELLO, b"")


def broken_proof(raw: RawExchange) -> None:
    raw.stream.send(RequestFrame.PROOF, b"\xff")


def end_of_stream(raw: RawExchange) -> None:
    raw.stream._outgoing.put(None)


class HurriedByProofs(Frames):
    """Waits for a proof a hundredth of its time, and for all else as long as ever."""

    def __init__(self, context: grpc.aio.ServicerContext, vigil: Vigil, seconds: float) -> None:
        super().__init__(context, vigil, seconds)
        self._for_a_proof = Frames(context, vigil, seconds / 100)

    async def receive(self, expected: RequestFrame) -> bytes:
        """The next frame."""
        if expected is RequestFrame.PROOF:
            return await self._for_a_proof.receive(expected)
        return await super().receive(expected)


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("instead_of_proof", "expected"),
    [
        pytest.param(second_hello, Code.MALFORMED, id="another Hello"),
        pytest.param(end_of_stream, Code.MALFORMED, id="the end of the stream"),
        pytest.param(broken_proof, Code.MALFORMED, id="bytes that are no Proof"),
    ],
)
def test_a_hello_that_never_proves_is_counted(
    post: Post, instead_of_proof: Callable[[RawExchange], None], expected: Code
) -> None:
    before = streak(post)
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as raw:
        raw.hello()
        instead_of_proof(raw)
        assert code_of(lambda: raw.stream.receive(ResponseFrame.ACCEPT)) is expected
    assert streak(post) == before + 1


@pytest.mark.fault(12)
def test_a_hello_that_silence_follows_is_counted(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.rpc.exchange, "Frames", HurriedByProofs)
    before = streak(post)
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as raw:
        raw.hello()
        assert code_of(lambda: raw.stream.receive(ResponseFrame.ACCEPT)) is Code.TOO_SLOW
    assert streak(post) == before + 1


def test_a_hello_whose_keys_are_none_is_counted(post: Post) -> None:
    before = streak(post)
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as raw:
        keyless = replace(raw.handshake.hello(), x25519_public_key=bytes(32))  # a point of low order
        raw.stream.send(RequestFrame.HELLO, codec.encode_hello(keyless))
        assert code_of(lambda: raw.stream.receive(ResponseFrame.CHALLENGE)) is Code.MALFORMED
    assert streak(post) == before + 1


def test_a_branch_that_hangs_up_after_the_challenge_is_counted(post: Post) -> None:
    before = streak(post)
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as raw:
        raw.hello()
    assert becomes(lambda: streak(post) == before + 1)


def test_a_key_that_is_refused_at_once_is_told(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object) -> None:
        raise Failure(Code.RATE_LIMITED)

    monkeypatch.setattr(RegenerationPool, "regenerate", busy)
    before = streak(post)
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as raw:
        raw.hello()
        assert code_of(lambda: raw.stream.receive(ResponseFrame.ACCEPT)) is Code.RATE_LIMITED
    assert streak(post) == before


def test_a_hello_that_is_none_takes_no_number(post: Post) -> None:
    rows = len(audit(post.office))
    with RawExchange(post, "xray-7", next(REQUEST_IDS)) as raw:
        raw.stream.send(RequestFrame.HELLO, b"\x08")
        assert code_of(lambda: raw.stream.receive(ResponseFrame.CHALLENGE)) is Code.MALFORMED
    assert Event.RESERVED not in {row.entry.event for row in audit(post.office)[rows:]}


def test_a_wrong_proof_keeps_its_number_for_its_request(post: Post) -> None:
    request_id = next(REQUEST_IDS)
    with RawExchange(post, "xray-7", request_id) as raw:
        raw.hello()
        n = raw.challenge.n
        raw.stream.send(RequestFrame.PROOF, codec.encode_proof(Proof(bytes(32))))
        assert code_of(lambda: raw.stream.receive(ResponseFrame.ACCEPT)) is Code.PROOF_FAILED
    with RawExchange(post, "xray-7", request_id) as raw:
        raw.hello()
        assert raw.challenge.n == n


@pytest.mark.fault(20)
def test_a_recorded_hello_and_proof_prove_nothing_again(post: Post) -> None:
    request_id = next(REQUEST_IDS)
    with RawExchange(post, "xray-7", request_id) as raw:
        hello, proof = raw.hello(), raw.prove()
        raw.accept()
        n = raw.challenge.n
    with RawExchange(post, "xray-7", request_id) as replay:
        replay.stream.send(RequestFrame.HELLO, hello)
        challenge = codec.decode_challenge(replay.stream.receive(ResponseFrame.CHALLENGE))
        replay.stream.send(RequestFrame.PROOF, proof)
        assert code_of(lambda: replay.stream.receive(ResponseFrame.ACCEPT)) is Code.PROOF_FAILED
    assert challenge.n == n


def test_a_receipt_that_does_not_verify_is_audited_and_ignored(post: Post) -> None:
    request_id = next(REQUEST_IDS)
    with RawExchange(post, "xray-7", request_id) as raw:
        raw.hello()
        raw.prove()
        raw.accept()
        raw.take_chunks()
        forged = Receipt(Outcome.DELIVERED, raw.manifest.chunk_count, bytes(32))
        raw.stream.send(RequestFrame.RECEIPT, codec.encode_receipt(forged))
        raw.stream.finish()
    assert audit(post.office)[-1].entry.event is Event.RECEIPT_REFUSED
    assert state(post, request_id) is RequestState.RELEASED


@pytest.mark.parametrize("taken", [0, 10], ids=["no chunk", "every chunk"])
def test_without_a_receipt_the_request_stays_released(post: Post, taken: int) -> None:
    request_id = next(REQUEST_IDS)
    with RawExchange(post, "xray-7", request_id) as raw:
        raw.hello()
        raw.prove()
        raw.accept()
        raw.take_chunks(taken)
    assert state(post, request_id) is RequestState.RELEASED


@pytest.mark.fault(11)
@pytest.mark.usefixtures("impatient")
def test_a_reader_that_stops_is_cut_off(post: Post) -> None:
    with capture_logs() as lines, RawExchange(post, "large", next(REQUEST_IDS)) as raw:
        raw.hello()
        raw.prove()
        raw.accept()
        assert becomes(lambda: Code.TOO_SLOW.value in [line.get("reason") for line in lines])
        failure = code_of(raw.take_chunks)
    assert MEANINGS[failure].retryable
    assert raw.opener.tags.count < raw.manifest.chunk_count


def test_a_branch_has_so_many_exchanges_open_and_no_more(post: Post) -> None:
    rows = len(audit(post.office))
    with ExitStack() as exchanges:
        for _ in range(post.office.config.exchanges_per_branch):
            exchanges.enter_context(RawExchange(post, "xray-7", next(REQUEST_IDS))).hello()
        one_more = exchanges.enter_context(RawExchange(post, "xray-7", next(REQUEST_IDS)))
        assert code_of(one_more.hello) is Code.RATE_LIMITED
    reserved = [row for row in audit(post.office)[rows:] if row.entry.event is Event.RESERVED]
    assert len(reserved) == post.office.config.exchanges_per_branch
    assert fetch(post.basra, 17, "xray-7").size == 40_000


def test_the_server_lives_on_and_serves(post: Post) -> None:
    assert fetch(post.basra, 17, "xray-7").size == 40_000
    settled = replace(post.basra, config=post.basra.config.model_copy(update={"attempts": 1}))
    assert fetch(settled, 17, "xray-7").attempt == 1
