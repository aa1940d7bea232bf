"""Both ends of the real exchange in this process, frame by frame through the real codec, with a tap between.

The ends are ``shared.protocol``'s own and their keys come from real prints. What stands between them may keep
or change every frame, as if TLS were not there; what it kept is a :class:`Recording`, which has no secrets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from shared.biometrics.prints import Print
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.crypto.signatures import make_signing_key, signing_public_key
from shared.crypto.stream import TAG_BYTES
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import REQUEST_ID_BYTES, Finger
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from shared.protocol.checkpoint import Checkpoint, LogOrigin, Testimony
from shared.protocol.chunks import count_chunks, cut, verify_image
from shared.protocol.counter import counter_of, epoch_of, finger_of
from shared.protocol.handshake import BranchHandshake, ChannelContext, ExchangeOrder, ServerHandshake
from shared.protocol.messages import Chunk, Manifest
from shared.protocol.negotiation import Policy, choose
from shared.wire import codec

GENERATION = 1
CHUNK_BYTES = 4096
IMAGE = "xray-7"
MAX_BYTES = 1 << 24

Meddle = Callable[[str, bytes], bytes]
"""Takes a frame's name and its bytes as sent, and returns what arrives."""


@dataclass(frozen=True)
class Recording:
    """What a tap on the line has of one exchange.

    Attributes:
        frames: hello, challenge, proof and accept, as sent.
        chunks: the sealed image.
    """

    frames: Mapping[str, bytes]
    chunks: tuple[Chunk, ...] = ()

    @property
    def sealed(self) -> bytes:
        """The chunks' ciphertext without tags, which lines up with the image byte for byte."""
        return b"".join(chunk.sealed[:-TAG_BYTES] for chunk in self.chunks)


def passed_on(_name: str, frame: bytes) -> bytes:
    """A line on which nobody meddles."""
    return frame


class Ends:
    """Head office and branch with one user enrolled, and the secret that both hold beside the prints.

    Args:
        user: the user's ID.
        prints: the enrolled prints.
        network: the model.
    """

    def __init__(self, user: int, prints: Mapping[Finger, Print], network: Network) -> None:
        self.user = user
        self.prints = prints
        self.network = network
        self.randomness = SystemRandomness()
        self.enrolment_secret = self.randomness.token(32)
        self.context = ChannelContext(
            "spiffe://ridgekey.internal/branch/basra",
            "spiffe://ridgekey.internal/head-office",
            self.randomness.token(32),  # stands for the hash of a certificate
            self.randomness.token(32),
        )
        self.log_key = make_signing_key(self.randomness)
        self._log = LogOrigin.begin(self.randomness)
        self._keys: dict[int, bytes] = {}

    def biometric_key(self, n: int) -> bytes:
        """B of message ``n`` (biometrics §2), made once."""
        if n not in self._keys:
            finger = finger_of(n, sorted(self.prints))
            request = KeyRequest(self.user, GENERATION, finger, epoch_of(n), counter_of(n))
            with regenerate(request, self.prints[finger], self.network).key as key:
                self._keys[n] = key.export_bytes()
        return self._keys[n]

    def order(self, mark: int = 0) -> ExchangeOrder:
        """A new request of the branch, which remembers ``mark``."""
        return ExchangeOrder(
            user=self.user,
            image=IMAGE,
            request_id=self.randomness.token(REQUEST_ID_BYTES),
            generation=GENERATION,
            fingers=tuple(sorted(self.prints)),
            model_digests=(self.network.digest,),
            mark=mark,
            log_key=signing_public_key(self.log_key),
        )

    def testimony(self) -> Testimony:
        """What the head office says of its audit log."""
        root = hashlib.sha256(b"\0a row").digest()
        return Testimony(Checkpoint.signed(self._log, 1, root, 0, self.log_key))

    def record(self, n: int, image: bytes) -> Recording:
        """A whole exchange, as the tap sees it; the branch has verified the image."""
        exchange = Exchange(self, n)
        if exchange.fetch(image) != image:
            raise RuntimeError("an exchange that nobody meddles with delivers its image")
        return exchange.recording


@dataclass
class Exchange:
    """One exchange; each method is one frame's way from its sender to its receiver.

    Attributes:
        ends: the two ends.
        n: the message number that the head office reserved.
        mark: the highest number that the branch remembers.
        meddle: what happens to each frame on its way.
        branch_key: B as the branch has it; the right one when absent.
        branch_secret: the enrolment secret as the branch has it; the right one when absent.
        model_digest: the model that the head office names; the right one when absent.
    """

    ends: Ends
    n: int
    mark: int = 0
    meddle: Meddle = passed_on
    branch_key: bytes | None = None
    branch_secret: bytes | None = None
    model_digest: bytes | None = None
    frames: dict[str, bytes] = field(default_factory=dict)
    chunks: tuple[Chunk, ...] = ()

    def __post_init__(self) -> None:
        """Give the branch its request."""
        self.order = self.ends.order(self.mark)
        self.branch = BranchHandshake(self.order, self.ends.context, self.ends.randomness)

    @property
    def recording(self) -> Recording:
        """What the tap kept."""
        return Recording(dict(self.frames), self.chunks)

    def hello(self) -> None:
        """Hello, from the branch."""
        frame = codec.encode_hello(self.branch.hello())
        self.branch.sent_hello(frame)
        arrived = self._carry("hello", frame)
        hello = codec.decode_hello(arrived)
        self._choice, self._request_id = choose(hello, Policy()), hello.request_id
        self.server = ServerHandshake(arrived, hello, self.ends.context, self.ends.randomness)

    def challenge(self) -> None:
        """Challenge, from the head office."""
        finger = finger_of(self.n, sorted(self.ends.prints))
        digest = self.model_digest or self.ends.network.digest
        frame = codec.encode_challenge(
            self.server.challenge(self._choice, self.n, GENERATION, finger, digest)
        )
        self.server.sent_challenge(frame)
        arrived = self._carry("challenge", frame)
        self.branch.receive_challenge(arrived, codec.decode_challenge(arrived))

    def proof(self) -> None:
        """Proof, from the branch; the head office checks it."""
        key, secret = self.ends.biometric_key(self.n), self.ends.enrolment_secret
        self.branch.install_key(Secret(self.branch_key or key), Secret(self.branch_secret or secret))
        frame = codec.encode_proof(self.branch.proof())
        self.branch.sent_proof(frame)
        arrived = self._carry("proof", frame)
        self.server.install_key(Secret(key), Secret(secret))
        self.server.verify_proof(arrived, codec.decode_proof(arrived))

    def accept(self, image: bytes) -> None:
        """Accept, from the head office; the branch checks it and opens the manifest."""
        accept = self.server.accept(1, self._announced(image), self.ends.testimony())
        frame = codec.encode_accept(accept)
        self.server.sent_accept(frame)
        arrived = self._carry("accept", frame)
        self.manifest = self.branch.receive_accept(arrived, codec.decode_accept(arrived), MAX_BYTES)

    def seal(self, image: bytes) -> None:
        """The chunks, as the head office sends them."""
        sealer = self.server.sealer()
        self.chunks = tuple(sealer.seal(piece, last) for piece, last in cut(image, CHUNK_BYTES))

    def to_chunks(self, image: bytes) -> Exchange:
        """Go as far as the sealed chunks."""
        self.hello()
        self.challenge()
        self.proof()
        self.accept(image)
        self.seal(image)
        return self

    def open(self, chunks: tuple[Chunk, ...]) -> bytes:
        """What the branch makes of chunks that arrive: the verified image, or a refusal.

        Raises:
            Failure: as the branch refuses them.
        """
        opener = self.branch.opener()
        image = b"".join(opener.open(chunk) for chunk in chunks)
        opener.finish()
        verify_image(self.manifest, image)
        return image

    def fetch(self, image: bytes) -> bytes:
        """Go through all of it and return what the branch has at the end."""
        return self.to_chunks(image).open(self.chunks)

    def _announced(self, image: bytes) -> Manifest:
        return Manifest(
            size=len(image),
            chunk_size=CHUNK_BYTES,
            chunk_count=count_chunks(len(image), CHUNK_BYTES),
            media_type="application/octet-stream",
            sha256=hashlib.sha256(image).digest(),
            n=self.n,
            request_id=self._request_id,
            inner_cipher=self._choice.inner_cipher,
        )

    def _carry(self, name: str, frame: bytes) -> bytes:
        self.frames[name] = frame
        return self.meddle(name, frame)


def refusal_of(step: Callable[[], object]) -> Code | None:
    """The code that a step is refused with; None when nothing refuses it."""
    try:
        step()
    except Failure as failure:
        return failure.code
    return None


def altered(chunk: Chunk, place: int, mask: int = 1) -> Chunk:
    """A chunk with some bits of one byte of its ciphertext flipped."""
    sealed = bytearray(chunk.sealed)
    sealed[place] ^= mask
    return replace(chunk, sealed=bytes(sealed))
