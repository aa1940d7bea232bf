"""One attempt of one exchange at the branch: the steps of protocol §3 in their order.

Not here: what is computed (shared.protocol), when to try again (conversation). Keys live in this one function
call and are wiped when it ends, however it ends; nothing of the image is on disk before it has verified, and
none of it in the clear where it is to stay sealed.
"""

from __future__ import annotations

from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from branch_client.branch import Branch
from branch_client.connection import ExchangeStream, HeadOffice
from branch_client.regeneration import regenerate_key
from branch_client.scanner import Scanner
from branch_client.state import Pending, UserLedger
from branch_client.verification import verify_scan
from shared.ciphers.inner import inverse
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.protocol.chunks import ChunkOpener, verify_image
from shared.protocol.handshake import BranchHandshake, ExchangeOrder
from shared.protocol.messages import Challenge, Manifest, Outcome
from shared.protocol.negotiation import Policy
from shared.protocol.sealed_image import Content, seal_image
from shared.protocol.session import KeyedMessage, derive_k
from shared.stores.atomic import write_file
from shared.stores.enrolments import Enrolment
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame

NO_GENERATION = 0
"""What a branch without an enrolment names; the head office then says first what is wrong (protocol §3.2)."""


@dataclass(frozen=True)
class Errand:
    """What is fetched, the same in every attempt.

    Attributes:
        user: the user's ID.
        image: the image's ID.
        offer: what this branch is willing to use.
        output: where the image goes; ``None`` to have its bytes.
        sealed: whether what is kept is a sealed image (§4.6).
        enrolment: the user's newest enrolment here, if there is any.
        scanner: where the live print comes from; ``None`` without one.
        started: when the request began, seconds since 1970.
    """

    user: int
    image: str
    offer: Policy
    output: Path | None
    sealed: bool
    enrolment: Enrolment | None
    scanner: Scanner | None
    started: float


@dataclass(frozen=True)
class Arrived:
    """An image that arrived whole, and what it came with; ``kept`` is it as asked for, plain or sealed."""

    challenge: Challenge
    manifest: Manifest
    attempt: int
    kept: bytes


class Attempt:
    """One attempt.

    Args:
        branch: who asks.
        errand: what for.
        ledger: what the branch remembers of this user, under its lock.
        request_id: the request; a retry keeps it.
    """

    def __init__(self, branch: Branch, errand: Errand, ledger: UserLedger, request_id: bytes) -> None:
        self._branch = branch
        self._errand = errand
        self._ledger = ledger
        self._request_id = request_id
        self._held = branch.witness.reference()

    def run(self) -> Arrived:
        """Everything from Hello to Receipt.

        Raises:
            Failure: of the first step that fails; nothing of the image is left then, unless the image was
                whole and the stream went on behind it.
        """
        tracer = self._branch.tracer
        with tracer.step("attempt"), ExitStack() as ends:
            handshake = BranchHandshake(self._order(), self._branch.channel, self._branch.randomness)
            ends.callback(handshake.close)
            head_office = ends.enter_context(HeadOffice(self._branch))
            stream = ends.enter_context(closing(head_office.exchange()))
            with tracer.step("connect"):
                self._hello(handshake, stream)
                challenge, enrolment = self._challenge(handshake, stream)
            with tracer.step("scan"):
                self._verify_scan(challenge, enrolment)
            with tracer.step("regenerate"):
                key = ends.enter_context(self._regenerate(challenge, enrolment))
            with tracer.step("proof"):
                handshake.install_key(key, enrolment.secret)
                self._prove(handshake, stream)
                attempt, manifest = self._accept(handshake, stream, challenge)
            with tracer.step("receive"):
                image = self._image(handshake, stream, manifest, key)
            with tracer.step("write"):
                kept = self._as_asked(challenge, manifest, image, enrolment, key)
                self._keep(handshake, stream, kept)
            return Arrived(challenge, manifest, attempt, kept)

    def _order(self) -> ExchangeOrder:
        errand, enrolment = self._errand, self._errand.enrolment
        return ExchangeOrder(
            user=errand.user,
            image=errand.image,
            request_id=self._request_id,
            generation=enrolment.generation if enrolment else NO_GENERATION,
            fingers=enrolment.fingers if enrolment else (),
            model_digests=self._branch.models.digests(),
            mark=self._ledger.mark,
            log_key=self._branch.witness.log_key,
            pending_n=self._ledger.number_of(self._request_id.hex()),
            offer=errand.offer,
            checkpoint=self._held,
            insists_on_scan=self._branch.config.require_verification,
        )

    def _hello(self, handshake: BranchHandshake, stream: ExchangeStream) -> None:
        """§3.1."""
        frame = codec.encode_hello(handshake.hello())
        handshake.sent_hello(frame)
        stream.send(RequestFrame.HELLO, frame)

    def _challenge(self, handshake: BranchHandshake, stream: ExchangeStream) -> tuple[Challenge, Enrolment]:
        """§3.4, §3.5: the pending request is on disk before anything is proved."""
        frame = stream.receive(ResponseFrame.CHALLENGE)
        if self._errand.enrolment is None:
            raise Failure(Code.GENERATION_STALE)
        challenge = codec.decode_challenge(frame)
        handshake.receive_challenge(frame, challenge)
        request_id = self._request_id.hex()
        self._ledger.remember(Pending(request_id, self._errand.image, challenge.n, self._errand.started))
        return challenge, self._errand.enrolment

    def _verify_scan(self, challenge: Challenge, enrolment: Enrolment) -> None:
        """§3.5a."""
        finger, scanner = challenge.finger, self._errand.scanner
        verify_scan(self._branch, self._ledger, challenge.demand, finger, enrolment, scanner)

    def _regenerate(self, challenge: Challenge, enrolment: Enrolment) -> Secret:
        """§3.6: the same key as the head office's."""
        return regenerate_key(self._branch, self._message(challenge), enrolment)

    def _message(self, challenge: Challenge) -> KeyedMessage:
        return KeyedMessage(
            self._errand.user, challenge.generation, challenge.n, challenge.finger, challenge.model_digest
        )

    def _prove(self, handshake: BranchHandshake, stream: ExchangeStream) -> None:
        """§3.7."""
        frame = codec.encode_proof(handshake.proof())
        handshake.sent_proof(frame)
        stream.send(RequestFrame.PROOF, frame)

    def _accept(
        self, handshake: BranchHandshake, stream: ExchangeStream, challenge: Challenge
    ) -> tuple[int, Manifest]:
        """§3.11; only a verified Accept moves the mark (§3.5), and the checkpoint held (§7.3)."""
        frame = stream.receive(ResponseFrame.ACCEPT)
        accept = codec.decode_accept(frame)
        manifest = handshake.receive_accept(frame, accept, self._branch.config.max_image_bytes)
        self._branch.witness.keep(handshake.checkpoint, self._held)
        self._ledger.advance(challenge.n)
        return accept.attempt, manifest

    def _image(
        self, handshake: BranchHandshake, stream: ExchangeStream, manifest: Manifest, key: Secret
    ) -> bytes:
        """The image, verified."""
        self._branch.tracer.note(bytes=manifest.size, chunks=manifest.chunk_count)
        opened = self._open(handshake.opener(), stream, manifest)
        image = inverse(manifest.inner_cipher, opened, key)
        verify_image(manifest, image)
        return image

    def _open(self, opener: ChunkOpener, stream: ExchangeStream, manifest: Manifest) -> bytes:
        """§4.3, §4.5: every chunk, up to the last."""
        opened = bytearray()
        for _ in range(manifest.chunk_count):
            chunk = stream.receive_chunk()
            if chunk is None:
                break
            opened += opener.open(chunk)
            self._branch.progress(len(opened), manifest.size)
        opener.finish()
        return bytes(opened)

    def _as_asked(
        self, challenge: Challenge, manifest: Manifest, image: bytes, enrolment: Enrolment, key: Secret
    ) -> bytes:
        """The image, or §4.6: sealed under this message's own K, which the finger gives again."""
        if not self._errand.sealed:
            return image
        message = self._message(challenge)
        content = Content(self._errand.image, manifest.media_type, challenge.demand, image)
        with derive_k(message, key, enrolment.secret) as k:
            return seal_image(message, challenge.suite, content, k, self._branch.randomness)

    def _keep(self, handshake: BranchHandshake, stream: ExchangeStream, kept: bytes) -> None:
        """§4.5, §3.13: the Receipt follows rename and folder fsync, and says when they failed."""
        try:
            if self._errand.output is not None:
                write_file(self._errand.output, kept)
        except Failure:
            with suppress(Failure):  # the first failure is the one to tell
                self._receipt(handshake, stream, Outcome.DISCARDED)
            raise
        # The request is over once the image is here, whatever becomes of the Receipt.
        self._ledger.forget(self._request_id.hex())
        self._receipt(handshake, stream, Outcome.DELIVERED)

    def _receipt(self, handshake: BranchHandshake, stream: ExchangeStream, outcome: Outcome) -> None:
        stream.send(RequestFrame.RECEIPT, codec.encode_receipt(handshake.receipt(outcome)))
        stream.finish()
