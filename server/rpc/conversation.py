"""One attempt of one exchange at the head office: the steps of protocol §3 in their order.

Not here: what is decided (services), what is computed (shared.protocol), how keys are made (the regenerator).
Ephemerals and keys live in this one handler and are wiped when it ends, however it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from server.rpc.call import Call
from server.rpc.delivery import Parcel, pack, stream
from server.rpc.desk import Desk
from server.rpc.frames import Frames, StreamEnded
from server.rpc.own_faults import own_models, told_apart
from server.rpc.traced import step
from server.services import exchange as services
from server.services.audit import present_checkpoint
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.keygen.request import KeyRequest
from shared.protocol.checkpoint import Testimony
from shared.protocol.handshake import ChannelContext, ServerHandshake
from shared.protocol.messages import Hello
from shared.stores.enrolments import Enrolment
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame

UNCONFIRMED = "unconfirmed"
"""Nobody can say whether the image arrived: no receipt came, or none that proves itself."""


@dataclass(frozen=True)
class Admitted:
    """A Hello that passed every check and holds a message number; ``network`` makes its key."""

    hello: Hello
    terms: services.Terms
    network: Network
    reservation: services.Reservation


class Conversation:
    """Serves one stream.

    Args:
        desk: the head office.
        call: the RPC, whose caller was admitted.
        frames: its stream.
    """

    def __init__(self, desk: Desk, call: Call, frames: Frames) -> None:
        self._desk = desk
        self._call = call
        self._branch = call.caller.identity
        self._frames = frames
        self._began = desk.office.clock.monotonic()

    async def run(self) -> str:
        """Everything from Hello to Receipt.

        Returns:
            What became of the image: ``delivered``, ``discarded`` or ``unconfirmed``.

        Raises:
            Failure: of the first step that fails; what was committed before it stays so.
        """
        with ExitStack() as secrets:
            frame, hello = await self._receive_hello()
            terms, network = await self._admit(hello)
            enrolment = await self._enrolment(hello, terms)
            secrets.enter_context(enrolment.secret)
            admitted = await self._reserve(hello, terms, network)
            handshake = ServerHandshake(frame, hello, self._channel(), self._desk.office.randomness)
            secrets.callback(handshake.close)
            challenge = await self._challenge(handshake, admitted)
            key, proof_frame = await self._key_and_proof(admitted, enrolment, challenge)
            with key:
                handshake.install_key(key, enrolment.secret)
                await self._verify_proof(handshake, admitted, proof_frame)
                parcel = await self._pack(admitted, key)
            testimony = await self._desk.ask(
                present_checkpoint, hello.checkpoint
            )  # before T1, like the parcel
            attempt = await self._release(admitted)
            await self._accept(handshake, attempt, parcel, testimony)
            await self._stream(handshake, parcel)
            return await self._settle(handshake, admitted, attempt, parcel)

    def _channel(self) -> ChannelContext:
        """CI of protocol §3.6, from the caller's certificate as this connection shows it."""
        return ChannelContext(
            branch_uri=self._branch.uri,
            head_office_uri=self._desk.office.config.identity.uri,
            branch_certificate_sha256=self._call.caller.certificate_sha256,
            authority_sha256=self._desk.authority_sha256,
        )

    @step("hello")
    async def _receive_hello(self) -> tuple[bytes, Hello]:
        """§3.1."""
        try:
            frame = await self._frames.receive(RequestFrame.HELLO)
        except StreamEnded:
            raise Failure(Code.MALFORMED, "The stream ended before a Hello.", field="hello") from None
        hello = codec.decode_hello(frame)
        self._call.user = hello.user
        return frame, hello

    @step("admit")
    async def _admit(self, hello: Hello) -> tuple[services.Terms, Network]:
        """§3.2."""
        try:
            terms = await self._desk.ask(services.admit, self._branch, hello)
            # Before any number is taken and any finger asked for, since without it there is no key.
            network = await asyncio.to_thread(self._desk.office.models.get, terms.model_digest)
        except Failure as failure:
            raise own_models(failure) from None
        return terms, network

    @step("reserve")
    async def _reserve(self, hello: Hello, terms: services.Terms, network: Network) -> Admitted:
        """§3.3: from here on the number is taken."""
        reservation = await self._desk.ask(services.reserve, self._branch, hello, terms)
        return Admitted(hello, terms, network, reservation)

    @asynccontextmanager
    async def _counted(self, admitted: Admitted) -> AsyncIterator[None]:
        """Whoever holds a number and then sends nonsense waits like one who proves nothing (§3.9)."""
        try:
            yield
        except Failure:
            await self._desk.ask(services.note_unproven, self._branch, admitted.hello)
            raise

    async def _challenge(self, handshake: ServerHandshake, admitted: Admitted) -> bytes:
        """§3.4; the frame to send."""
        terms, reservation = admitted.terms, admitted.reservation
        async with self._counted(admitted):  # the Hello's ephemeral keys may be none
            challenge = handshake.challenge(
                terms.choice,
                reservation.n,
                terms.generation,
                reservation.finger,
                terms.model_digest,
                terms.demand,
            )
        frame = codec.encode_challenge(challenge)
        handshake.sent_challenge(frame)
        return frame

    @step("enrolment")
    async def _enrolment(self, hello: Hello, terms: services.Terms) -> Enrolment:
        """Before any number is taken: a vault that does not answer, or has lost the image, costs none."""
        office, what = self._desk.office, "image"
        try:
            if not await self._desk.fetch(office.images.exists, hello.image):
                raise Failure(Code.NOT_FOUND)
            what = "enrolment"
            return await self._desk.fetch(office.enrolments.get, hello.user, terms.generation)
        except Failure as failure:
            await self._require_still_allowed(hello, failure)
            raise told_apart(failure, what) from None

    async def _key_and_proof(
        self, admitted: Admitted, enrolment: Enrolment, challenge: bytes
    ) -> tuple[Secret, bytes]:
        """§3.4 to §3.7: both ends regenerate at the same time; the branch's Proof comes meanwhile."""
        making = asyncio.create_task(self._make_key(admitted, enrolment))
        reading: asyncio.Task[bytes] | None = None
        try:
            # To its end, whatever becomes of the key meanwhile: no status fits behind half a frame.
            await self._frames.send(ResponseFrame.CHALLENGE, challenge)
            reading = asyncio.create_task(self._frames.receive(RequestFrame.PROOF))
            return await asyncio.gather(making, reading)
        except BaseException as error:
            proved = reading is not None and _has_result(reading)
            if reading is not None:
                reading.cancel()
            if _has_result(making):
                making.result().wipe()
            elif _has_failed(making):  # ours, not the branch's
                raise
            making.cancel()
            if not proved:
                # Whoever made the head office work and proves nothing must wait (§3.9), gone or not.
                await asyncio.shield(self._desk.ask(services.note_unproven, self._branch, admitted.hello))
            if isinstance(error, StreamEnded):
                raise Failure(Code.MALFORMED, "The stream ended before a Proof.", field="proof") from None
            raise

    @step("regenerate")
    async def _make_key(self, admitted: Admitted, enrolment: Enrolment) -> Secret:
        hello, terms, reservation = admitted.hello, admitted.terms, admitted.reservation
        finger = reservation.finger
        request = KeyRequest(hello.user, terms.generation, finger, reservation.epoch, reservation.counter)
        print_ = enrolment.prints[finger]
        make = self._desk.regenerator.regenerate
        try:
            return await make(self._branch.uri, admitted.network, request, print_)
        except Failure as failure:  # a process that replaces a dead one may fail the self-test
            raise told_apart(failure, "model") from None

    @step("verify proof")
    async def _verify_proof(self, handshake: ServerHandshake, admitted: Admitted, frame: bytes) -> None:
        """§3.7 to §3.9."""
        await self._desk.ask(services.check_lockout, self._branch, admitted.hello.user)
        async with self._counted(admitted):
            proof = codec.decode_proof(frame)
        try:
            handshake.verify_proof(frame, proof)
        except Failure as failure:
            if failure.code is not Code.PROOF_FAILED:
                raise
            refuse = services.refuse_proof
            raise await self._desk.ask(refuse, self._branch, admitted.hello, admitted.reservation) from None

    @step("pack")
    async def _pack(self, admitted: Admitted, key: Secret) -> Parcel:
        """Before T1, so that an image that cannot be read costs no attempt."""
        try:
            return await pack(self._desk, admitted.hello, admitted.terms, admitted.reservation, key)
        except Failure as failure:
            await self._require_still_allowed(admitted.hello, failure)
            raise told_apart(failure, "image") from None

    async def _require_still_allowed(self, hello: Hello, failure: Failure) -> None:
        """What is not found may have been removed since Hello, which is no fault."""
        if failure.code is Code.NOT_FOUND:
            await self._desk.ask(services.still_allowed, self._branch, hello)

    @step("release")
    async def _release(self, admitted: Admitted) -> int:
        """T1, §3.10: only after its COMMIT may a byte keyed by K leave."""
        hello, terms, reservation = admitted.hello, admitted.terms, admitted.reservation
        caller = self._call.caller
        caller.require_valid(self._desk.office.clock.now())
        release = services.release
        attempt = await self._desk.ask(release, self._branch, hello, terms, reservation, caller.tls_group)
        self._desk.tracer.note(attempt=attempt)
        # From now on the checks beside this call ask for all that a release needs (§6).
        self._call.watch.ask(services.still_allowed, self._branch, hello)
        return attempt

    @step("accept")
    async def _accept(
        self, handshake: ServerHandshake, attempt: int, parcel: Parcel, testimony: Testimony
    ) -> None:
        """§3.11."""
        frame = codec.encode_accept(handshake.accept(attempt, parcel.manifest, testimony))
        handshake.sent_accept(frame)
        await self._frames.send(ResponseFrame.ACCEPT, frame)

    @step("stream")
    async def _stream(self, handshake: ServerHandshake, parcel: Parcel) -> None:
        """§3.12."""
        self._desk.tracer.note(bytes=parcel.manifest.size, chunks=parcel.manifest.chunk_count)
        await stream(self._desk, self._call.watch, self._frames, handshake.sealer(), parcel)

    @step("receipt")
    async def _settle(
        self, handshake: ServerHandshake, admitted: Admitted, attempt: int, parcel: Parcel
    ) -> str:
        """§3.13: without a Receipt the sweeper settles the request when its window is over."""
        try:
            frame = await self._frames.receive(RequestFrame.RECEIPT)
        except StreamEnded:
            return UNCONFIRMED
        receipt = codec.decode_receipt(frame)
        hello, reservation = admitted.hello, admitted.reservation
        if not handshake.verify_receipt(receipt):
            await self._desk.ask(services.refuse_receipt, self._branch, hello, reservation)
            return UNCONFIRMED
        delivery = services.Delivery(
            outcome=receipt.outcome,
            attempt=attempt,
            chunk_count=receipt.chunk_count,
            size=parcel.manifest.size,
            duration=self._desk.office.clock.monotonic() - self._began,
        )
        await self._desk.ask(services.confirm, self._branch, hello, reservation, delivery)
        return receipt.outcome.name.lower()


def _has_result(task: asyncio.Task[Any]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is not None
