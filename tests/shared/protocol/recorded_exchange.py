"""Both ends of a recorded exchange again: the same secrets, the same bytes, and hands in between.

ML-KEM's encapsulation takes no randomness from outside, so that the head office's answer to the recorded
Hello is the recorded one; any other Hello gets a real answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from shared.crypto import hybrid
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.identifiers import Finger, IdRange
from shared.protocol.checkpoint import Checkpoint, Testimony
from shared.protocol.chunks import ChunkOpener, ChunkSealer, cut
from shared.protocol.handshake import BranchHandshake, ChannelContext, ExchangeOrder, ServerHandshake
from shared.protocol.messages import CheckpointReference, Chunk, Manifest, Receipt
from shared.protocol.negotiation import Policy, choose
from shared.wire import codec

Recording = dict[str, Any]
VECTORS = Path(__file__).parents[2] / "vectors"
RECORDINGS: list[Recording] = json.loads((VECTORS / "recordings.json").read_text("utf-8"))
MAX_SIZE = 10_000


class GivenRandomness:
    """Gives the bytes it was given, in order."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)

    def token(self, length: int) -> bytes:
        """The next ones."""
        token = bytes.fromhex(self._tokens.pop(0))
        assert len(token) == length
        return token


def recording(name: str) -> Recording:
    """The recorded exchange of this name."""
    return next(each for each in RECORDINGS if each["name"] == name)


def channel(recorded: Recording) -> ChannelContext:
    given = recorded["channel"]
    return ChannelContext(
        given["branch_uri"],
        given["head_office_uri"],
        bytes.fromhex(given["branch_certificate_sha256"]),
        bytes.fromhex(given["authority_sha256"]),
    )


def order(recorded: Recording) -> ExchangeOrder:
    given = recorded["order"]
    return ExchangeOrder(
        user=given["user"],
        image=given["image"],
        request_id=bytes.fromhex(given["request_id"]),
        generation=given["generation"],
        fingers=tuple(Finger(finger) for finger in given["fingers"]),
        model_digests=tuple(bytes.fromhex(digest) for digest in given["model_digests"]),
        mark=given["mark"],
        log_key=bytes.fromhex(given["log_key"]),
        pending_n=given["pending_n"],
        checkpoint=CheckpointReference(
            bytes.fromhex(given["checkpoint"]["log_id"]),
            given["checkpoint"]["size"],
            bytes.fromhex(given["checkpoint"]["root"]),
        ),
        insists_on_scan=given["insists_on_scan"],
        offer=Policy(suites=tuple(given["suites"]), inner_ciphers=tuple(given["inner_ciphers"])),
    )


class RecordedBranch:
    """The branch of a recording.

    Attributes:
        handshake: its end of the exchange.
    """

    def __init__(self, recorded: Recording) -> None:
        secrets = recorded["secrets"]
        given = GivenRandomness(secrets["mlkem_seed"], secrets["x25519_private"], recorded["client_random"])
        self._secrets = secrets
        self.handshake = BranchHandshake(order(recorded), channel(recorded), given)

    def hello(self) -> bytes:
        """The Hello."""
        frame = codec.encode_hello(self.handshake.hello())
        self.handshake.sent_hello(frame)
        return frame

    def proof(self, challenge: bytes) -> bytes:
        """The Proof that answers a Challenge."""
        self.handshake.receive_challenge(challenge, codec.decode_challenge(challenge))
        self.handshake.install_key(*keys(self._secrets))
        frame = codec.encode_proof(self.handshake.proof())
        self.handshake.sent_proof(frame)
        return frame

    def accept(self, frame: bytes) -> Manifest:
        """What an Accept announces."""
        return self.handshake.receive_accept(frame, codec.decode_accept(frame), MAX_SIZE)


class RecordedHeadOffice:
    """The head office of a recording, under the widest policy by which it chose as recorded.

    Attributes:
        handshake: its end of the exchange, once a Hello came.
        sealer: what seals the chunks, once the Accept left.
    """

    handshake: ServerHandshake
    sealer: ChunkSealer

    def __init__(self, recorded: Recording) -> None:
        self._recorded = recorded
        self._frames = {name: bytes.fromhex(frame) for name, frame in recorded["frames"].items()}
        self._chosen = codec.decode_challenge(self._frames["challenge"])
        offer = order(recorded).offer
        self._policy = Policy(
            suites=offer.suites[offer.suites.index(self._chosen.suite) :],
            inner_ciphers=offer.inner_ciphers[offer.inner_ciphers.index(self._chosen.inner_cipher) :],
        )

    def challenge(self, frame: bytes) -> bytes:
        """The Challenge that answers a Hello."""
        hello, chosen = codec.decode_hello(frame), self._chosen
        IdRange().check(hello.user)
        choice = choose(hello, self._policy)
        given = GivenRandomness("01" * 32, chosen.server_random.hex())
        self.handshake = ServerHandshake(frame, hello, channel(self._recorded), given)
        with patch("shared.protocol.handshake.server.encapsulate", self._encapsulate):
            challenge = self.handshake.challenge(
                choice, chosen.n, chosen.generation, chosen.finger, chosen.model_digest, chosen.demand
            )
        answer = codec.encode_challenge(challenge)
        self.handshake.sent_challenge(answer)
        return answer

    def accept(self, proof: bytes) -> bytes:
        """The Accept that answers a Proof."""
        self.handshake.install_key(*keys(self._recorded["secrets"]))
        self.handshake.verify_proof(proof, codec.decode_proof(proof))
        recorded = codec.decode_accept(self._frames["accept"])
        manifest = Manifest.decode(bytes.fromhex(self._recorded["derived"]["manifest"]))
        testimony = Testimony(Checkpoint.decode(recorded.checkpoint), recorded.consistency_proof)
        frame = codec.encode_accept(self.handshake.accept(recorded.attempt, manifest, testimony))
        self.handshake.sent_accept(frame)
        self.sealer = self.handshake.sealer()
        self._chunk_size = manifest.chunk_size
        return frame

    def chunks(self) -> list[Chunk]:
        """The image."""
        pieces = cut(bytes.fromhex(self._recorded["image"]), self._chunk_size)
        return [self.sealer.seal(piece, last) for piece, last in pieces]

    def believes(self, frame: bytes) -> bool:
        """Whether a Receipt counts."""
        receipt: Receipt = codec.decode_receipt(frame)
        return self.handshake.verify_receipt(receipt)

    def _encapsulate(
        self, mlkem: bytes, x25519: bytes, randomness: Randomness
    ) -> tuple[hybrid.Encapsulation, hybrid.Agreement]:
        answer, agreement = hybrid.encapsulate(mlkem, x25519, randomness)
        secrets, chosen = self._recorded["secrets"], self._chosen
        asking = hybrid.EphemeralKey(GivenRandomness(secrets["mlkem_seed"], secrets["x25519_private"]))
        if (mlkem, x25519) != (asking.mlkem_encapsulation_key, asking.x25519_public_key):
            return answer, agreement
        recorded = hybrid.Encapsulation(chosen.mlkem_ciphertext, chosen.x25519_public_key)
        return recorded, asking.agree(recorded)


def keys(secrets: Mapping[str, str]) -> tuple[Secret, Secret]:
    """The recorded biometric key and enrolment secret."""
    return Secret(bytes.fromhex(secrets["biometric_key"])), Secret(bytes.fromhex(secrets["enrolment_secret"]))


def opened(opener: ChunkOpener, chunks: list[Chunk]) -> bytes:
    """What a branch opens of chunks that must be whole."""
    image = b"".join(opener.open(chunk) for chunk in chunks)
    opener.finish()
    return image
