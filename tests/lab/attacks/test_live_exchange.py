"""The attacks that need a head office, against one that serves on loopback TLS."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from branch_client.branch import Branch
from branch_client.connection import HeadOffice
from branch_client.conversation import fetch
from lab.attacks.exchange import refusal_of
from lab.attacks.impostors import GUESSED_SECRET
from lab.attacks.measure import equal_share, is_guessing
from shared.crypto.secret import Secret
from shared.crypto.stream import TAG_BYTES
from shared.errors import Code
from shared.protocol.counter import counter_of
from shared.protocol.handshake import BranchHandshake, ExchangeOrder
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame
from tests.loopback import FINGERS, enrol, grant, join, make_office, picture, put, serving, with_wrong_prints
from tests.server.rpc.conftest import Post
from tests.server.rpc.raw_exchange import RawExchange

IMAGE, SIZE = "xray-7", 40_000
REQUEST_IDS: Iterator[bytes] = (number.to_bytes(16, "big") for number in itertools.count(1))


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """A serving head office and a branch with user 17, which may be wrong as often as it likes."""
    folder = tmp_path_factory.mktemp("post")
    office = make_office(
        folder / "head-office",
        chunk_bytes=4096,
        proof_backoff_seconds=0.0,
        max_wrong_proofs=100,
    )
    basra = join(office, folder / "basra", "basra", first_backoff_seconds=0.01)
    enrol(office, 17)
    grant(office, 17, basra, folder)
    put(office, IMAGE, picture(SIZE))
    with serving(office):
        yield Post(office, basra, folder)
    office.database.close()


@dataclass(frozen=True)
class Tapped:
    """One live exchange as a tap inside TLS has it: number, Hello, Proof, and the chunks without tags."""

    n: int
    hello: bytes
    proof: bytes
    sealed: bytes


def tapped(post: Post) -> Tapped:
    """Run one exchange and keep what went over the line."""
    with RawExchange(post, IMAGE, next(REQUEST_IDS)) as raw:
        hello, proof = raw.hello(), raw.prove()
        raw.accept()
        chunks = [raw.stream.receive_chunk() for _ in range(raw.manifest.chunk_count)]
        sealed = b"".join(chunk.sealed[:-TAG_BYTES] for chunk in chunks if chunk)
        return Tapped(raw.challenge.n, hello, proof, sealed)


def test_message_eleven_of_a_live_exchange_has_no_key_of_message_one(post: Post) -> None:
    sessions = [tapped(post) for _ in range(11)]
    assert counter_of(sessions[0].n) == counter_of(sessions[10].n)
    assert [session.n - sessions[0].n for session in sessions] == list(range(11))
    for one, other in itertools.combinations(sessions, 2):
        # The image is the same each time: under one keystream the two would be equal.
        assert len(one.sealed) == SIZE
        assert is_guessing(equal_share(one.sealed, other.sealed), SIZE)


def test_hello_and_proof_sent_again_gain_nothing(post: Post) -> None:
    old = tapped(post)
    with RawExchange(post, IMAGE, next(REQUEST_IDS)) as raw:
        raw.stream.send(RequestFrame.HELLO, old.hello)
        raw.stream.receive(ResponseFrame.CHALLENGE)
        raw.stream.send(RequestFrame.PROOF, old.proof)
        assert refusal_of(lambda: raw.stream.receive(ResponseFrame.ACCEPT)) is Code.PROOF_FAILED


class GuessedSecrets:
    """A branch's enrolments as a thief of prints has them: every print, and a guess for the secret."""

    def __init__(self, real: EnrolmentStore) -> None:
        self._real = real

    def newest(self, user: int) -> Enrolment | None:
        """The user's enrolment with a guessed secret."""
        enrolment = self._real.newest(user)
        return None if enrolment is None else replace(enrolment, secret=Secret(GUESSED_SECRET))


def test_prints_without_the_secret_and_the_secret_without_prints_are_refused_alike(post: Post) -> None:
    thief = replace(post.basra, enrolments=GuessedSecrets(post.basra.enrolments))
    for branch in (thief, with_wrong_prints(post.basra, 5)):
        assert refusal_of(lambda branch=branch: fetch(branch, 17, IMAGE)) is Code.PROOF_FAILED
    assert fetch(post.basra, 17, IMAGE).data == picture(SIZE)


@pytest.fixture
def mosul(post: Post, tmp_path: Path) -> Branch:
    """A branch that the head office admits and that has no grant for user 17."""
    return join(post.office, tmp_path / "mosul", "mosul", first_backoff_seconds=0.01)


def test_whoever_has_no_grant_turns_no_counter(post: Post, mosul: Branch) -> None:
    before = fetch(post.basra, 17, IMAGE).n
    order = ExchangeOrder(
        user=17,
        image=IMAGE,
        request_id=next(REQUEST_IDS),
        generation=1,
        fingers=FINGERS,
        model_digests=mosul.models.digests(),
        mark=0,
        log_key=mosul.witness.log_key,
    )
    for _ in range(9):
        hello = codec.encode_hello(BranchHandshake(order, mosul.channel, mosul.randomness).hello())
        with HeadOffice(mosul) as head_office:
            stream = head_office.exchange()
            stream.send(RequestFrame.HELLO, hello)
            assert (
                refusal_of(lambda stream=stream: stream.receive(ResponseFrame.CHALLENGE)) is Code.NOT_GRANTED
            )
            stream.close()
    assert fetch(post.basra, 17, IMAGE).n == before + 1
