"""Both ends of one exchange in one process, frame by frame through the real codec, with hands in between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from shared.crypto.secret import Secret
from shared.crypto.signatures import make_signing_key, signing_public_key
from shared.identifiers import Finger
from shared.protocol.checkpoint import Checkpoint, LogOrigin, Testimony
from shared.protocol.chunks import ChunkOpener, ChunkSealer, cut
from shared.protocol.counter import finger_of
from shared.protocol.handshake import BranchHandshake, ChannelContext, ExchangeOrder, ServerHandshake
from shared.protocol.merkle import Frontier, consistency_proof, root
from shared.protocol.messages import Chunk, Manifest
from shared.protocol.negotiation import Policy, choose
from shared.protocol.verification import NOTHING, Demand
from shared.wire import codec
from tests.replay_randomness import ReplayRandomness

MODEL = hashlib.sha256(b"a model").digest()
VERIFIER = hashlib.sha256(b"a verifier").digest()
Meddle = Callable[[bytes], bytes]


def biometric_key(seed: str = "a finger") -> Secret:
    """1,024 bytes in place of a regenerated key."""
    return Secret(hashlib.shake_256(seed.encode()).digest(1024))


LOG_KEY = make_signing_key(ReplayRandomness("log key"))
ORIGIN = LogOrigin(hashlib.sha256(b"a log").digest())
NODES = {(0, index): hashlib.sha256(b"row %d" % index).digest() for index in range(16)}


def log_of(size: int, held: int = 0, origin: LogOrigin = ORIGIN, key: Secret = LOG_KEY) -> Testimony:
    """What a head office says of a log of up to 16 rows to a witness that holds a checkpoint of it."""
    frontier, nodes = Frontier(), dict(NODES)
    for index in range(16):
        nodes.update({node[:2]: node[2] for node in frontier.append(NODES[0, index])})

    def read(level: int, index: int) -> bytes:
        return nodes[level, index]

    checkpoint = Checkpoint.signed(origin, size, root(size, read), 1_700_000_000_000_000, key)
    return Testimony(checkpoint, consistency_proof(held, size, read) if held else ())


@dataclass
class Setting:
    """What an exchange starts from; every field may be another in a test."""

    context: ChannelContext = field(
        default_factory=lambda: ChannelContext(
            "spiffe://ridgekey.internal/branch/basra",
            "spiffe://ridgekey.internal/head-office",
            hashlib.sha256(b"branch certificate").digest(),
            hashlib.sha256(b"authority").digest(),
        )
    )
    order: ExchangeOrder = field(
        default_factory=lambda: ExchangeOrder(
            user=17,
            image="xray-7",
            request_id=bytes(range(16)),
            generation=3,
            fingers=tuple(Finger),
            model_digests=(MODEL,),
            mark=41,
            log_key=signing_public_key(LOG_KEY),
            offer=Policy(inner_ciphers=("none", "chen")),
        )
    )
    policy: Policy = field(default_factory=lambda: Policy(inner_ciphers=("none", "chen")))
    n: int = 42
    generation: int = 3
    fingers: tuple[Finger, ...] = tuple(Finger)
    model_digest: bytes = MODEL
    demand: Demand = NOTHING
    branch_finger: str = "a finger"
    branch_enrolment_secret: bytes = b"e" * 32
    server_finger: str = "a finger"
    server_enrolment_secret: bytes = b"e" * 32
    server_context: ChannelContext | None = None
    attempt: int = 1
    image: bytes = bytes(range(256)) * 10
    chunk_size: int = 1000
    manifest: Mapping[str, object] = field(default_factory=dict)
    testimony: Testimony = field(default_factory=lambda: log_of(7))
    max_size: int = 1_000_000
    meddle: Mapping[str, Meddle] = field(default_factory=dict)


class Rehearsal:
    """One exchange; each method is one frame's way from its sender to its receiver.

    Attributes:
        sent: each frame as it left.
        received: each frame as it arrived.
    """

    def __init__(self, setting: Setting | None = None) -> None:
        self.setting = setting or Setting()
        self.branch_randomness = ReplayRandomness("branch")
        self.server_randomness = ReplayRandomness("server")
        self.sent: dict[str, bytes] = {}
        self.received: dict[str, bytes] = {}
        self.branch = BranchHandshake(self.setting.order, self.setting.context, self.branch_randomness)
        self.server: ServerHandshake
        self.sealer: ChunkSealer
        self.opener: ChunkOpener

    def hello(self) -> None:
        """Hello, from the branch."""
        frame = codec.encode_hello(self.branch.hello())
        self.branch.sent_hello(frame)
        arrived = self._carry("hello", frame)
        context = self.setting.server_context or self.setting.context
        hello = codec.decode_hello(arrived)
        self._choice = choose(hello, self.setting.policy)
        self._request_id = hello.request_id
        self.server = ServerHandshake(arrived, hello, context, self.server_randomness)

    def challenge(self) -> None:
        """Challenge, from the head office."""
        setting = self.setting
        finger = finger_of(setting.n, setting.fingers)
        frame = codec.encode_challenge(
            self.server.challenge(
                self._choice, setting.n, setting.generation, finger, setting.model_digest, setting.demand
            )
        )
        self.server.sent_challenge(frame)
        arrived = self._carry("challenge", frame)
        self.branch.receive_challenge(arrived, codec.decode_challenge(arrived))

    def proof(self) -> None:
        """Proof, from the branch."""
        setting = self.setting
        self.branch.install_key(biometric_key(setting.branch_finger), Secret(setting.branch_enrolment_secret))
        frame = codec.encode_proof(self.branch.proof())
        self.branch.sent_proof(frame)
        arrived = self._carry("proof", frame)
        self.server.install_key(biometric_key(setting.server_finger), Secret(setting.server_enrolment_secret))
        self.server.verify_proof(arrived, codec.decode_proof(arrived))

    def announced(self) -> Manifest:
        """The manifest of the setting's image."""
        setting = self.setting
        size = setting.chunk_size
        count = max(1, -(-len(setting.image) // size))
        manifest = Manifest(
            size=len(setting.image),
            chunk_size=size,
            chunk_count=count,
            media_type="image/png",
            sha256=hashlib.sha256(setting.image).digest(),
            n=setting.n,
            request_id=self._request_id,
            inner_cipher=self._choice.inner_cipher,
        )
        return replace(manifest, **setting.manifest)  # type: ignore[arg-type]

    def accept(self) -> Manifest:
        """Accept, from the head office."""
        frame = codec.encode_accept(
            self.server.accept(self.setting.attempt, self.announced(), self.setting.testimony)
        )
        self.server.sent_accept(frame)
        arrived = self._carry("accept", frame)
        manifest = self.branch.receive_accept(arrived, codec.decode_accept(arrived), self.setting.max_size)
        self.sealer, self.opener = self.server.sealer(), self.branch.opener()
        return manifest

    def seal(self) -> list[Chunk]:
        """All chunks of the image, as the head office sends them."""
        return [
            self.sealer.seal(piece, last) for piece, last in cut(self.setting.image, self.setting.chunk_size)
        ]

    def to_accept(self) -> Rehearsal:
        """Go as far as the Accept."""
        for frame in (self.hello, self.challenge, self.proof, self.accept):
            frame()
        return self

    def fetch(self) -> bytes:
        """Go through all of it and return what the branch opened."""
        self.to_accept()
        image = b"".join(self.opener.open(chunk) for chunk in self.seal())
        self.opener.finish()
        return image

    def _carry(self, name: str, frame: bytes) -> bytes:
        self.sent[name] = frame
        self.received[name] = self.setting.meddle.get(name, bytes)(frame)
        return self.received[name]
