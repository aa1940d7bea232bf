"""An exchange that a test drives frame by frame, and may bend at any of them."""

from __future__ import annotations

from types import TracebackType
from unittest.mock import patch

from branch_client.branch import Branch
from branch_client.connection import ExchangeStream, HeadOffice
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from shared.protocol.chunks import ChunkOpener
from shared.protocol.counter import counter_of, epoch_of
from shared.protocol.handshake import BranchHandshake, ExchangeOrder
from shared.protocol.messages import Challenge, Manifest
from shared.wire import codec
from shared.wire.channel import client_options
from shared.wire.envelope import RequestFrame, ResponseFrame
from tests.server.rpc.conftest import Post

FIXED_WINDOW = ("grpc.http2.bdp_probe", 0)


class RawExchange:
    """The branch's end of one stream.

    Its window does not grow: gRPC measures the line and, on loopback, may offer to take a whole image that
    the test does not read.

    Args:
        post: the head office and the branch, or the branch alone.
        image: what is asked for.
        request_id: 16 bytes.
    """

    challenge: Challenge
    manifest: Manifest
    opener: ChunkOpener

    def __init__(self, post: Post | Branch, image: str, request_id: bytes) -> None:
        branch = post if isinstance(post, Branch) else post.basra
        self._branch = branch
        enrolment = branch.enrolments.newest(17)
        assert enrolment is not None
        self._enrolment = enrolment
        with patch("branch_client.connection.client_options", lambda: [*client_options(), FIXED_WINDOW]):
            self._head_office = HeadOffice(branch)
        self.stream: ExchangeStream = self._head_office.exchange()
        held, key = branch.witness.reference(), branch.witness.log_key
        models = branch.models.digests()
        order = ExchangeOrder(
            17,
            image,
            request_id,
            enrolment.generation,
            enrolment.fingers,
            models,
            mark=0,
            log_key=key,
            checkpoint=held,
        )
        self.handshake = BranchHandshake(order, branch.channel, branch.randomness)

    def __enter__(self) -> RawExchange:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()
        self._head_office.__exit__(kind, error, trace)

    def hello(self) -> bytes:
        """Send the Hello and take the Challenge; the Hello's bytes."""
        frame = codec.encode_hello(self.handshake.hello())
        self.handshake.sent_hello(frame)
        self.stream.send(RequestFrame.HELLO, frame)
        answer = self.stream.receive(ResponseFrame.CHALLENGE)
        self.challenge = codec.decode_challenge(answer)
        self.handshake.receive_challenge(answer, self.challenge)
        return frame

    def prove(self) -> bytes:
        """Send the right Proof; its bytes."""
        challenge = self.challenge
        numbers = (challenge.finger, epoch_of(challenge.n), counter_of(challenge.n))
        request = KeyRequest(17, challenge.generation, *numbers)
        network = self._branch.models.get(challenge.model_digest)
        with regenerate(request, self._enrolment.prints[challenge.finger], network).key as key:
            self.handshake.install_key(key, self._enrolment.secret)
        frame = codec.encode_proof(self.handshake.proof())
        self.handshake.sent_proof(frame)
        self.stream.send(RequestFrame.PROOF, frame)
        return frame

    def accept(self) -> None:
        """Take the Accept."""
        frame = self.stream.receive(ResponseFrame.ACCEPT)
        self.manifest = self.handshake.receive_accept(frame, codec.decode_accept(frame), 2**30)
        self.opener = self.handshake.opener()

    def take_chunks(self, count: int | None = None) -> None:
        """Open the next chunks, or all of them."""
        for _ in range(self.manifest.chunk_count if count is None else count):
            chunk = self.stream.receive_chunk()
            assert chunk is not None
            self.opener.open(chunk)
