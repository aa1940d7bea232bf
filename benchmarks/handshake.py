"""What one handshake costs beside regenerating the key: ``python -m benchmarks.handshake``.

Both ends run in this process, through the real codec, without a network and with a made-up biometric key, so
that each line is the cryptography of one step alone. Times are medians in microseconds.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.crypto.signatures import signing_public_key
from shared.identifiers import Finger
from shared.protocol.checkpoint import Checkpoint, LogOrigin, Testimony
from shared.protocol.counter import finger_of
from shared.protocol.handshake import BranchHandshake, ChannelContext, ExchangeOrder, ServerHandshake
from shared.protocol.messages import Manifest
from shared.protocol.negotiation import Policy, choose
from shared.wire import codec

REPEATS = 200
MODEL = hashlib.sha256(b"a model").digest()
LOG_KEY = Secret(bytes(32))
LOG_KEY_PUBLIC = signing_public_key(LOG_KEY)
TESTIMONY = Testimony(Checkpoint.signed(LogOrigin(MODEL), 1, MODEL, 0, LOG_KEY))
CONTEXT = ChannelContext(
    "spiffe://ridgekey.internal/branch/basra", "spiffe://ridgekey.internal/head-office", MODEL, MODEL
)


class Stopwatch:
    """Keeps the times of each named step."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        started = time.perf_counter()
        yield
        self.seconds.setdefault(name, []).append(time.perf_counter() - started)

    def medians(self) -> dict[str, float]:
        """Microseconds of each step, and of all of them."""
        steps = {name: 1e6 * statistics.median(times) for name, times in self.seconds.items()}
        return {**steps, "whole handshake": sum(steps.values())}


def handshake(watch: Stopwatch, n: int) -> None:
    """One handshake from Hello to the opened manifest."""
    request_id, randomness = SystemRandomness().token(16), SystemRandomness()
    order = ExchangeOrder(17, "xray-7", request_id, 1, tuple(Finger), (MODEL,), n - 1, LOG_KEY_PUBLIC)
    biometric_key, enrolment_secret = Secret(randomness.token(1024)), Secret(randomness.token(32))
    branch = BranchHandshake(order, CONTEXT, randomness)
    with watch.step("branch: Hello"):
        hello = codec.encode_hello(branch.hello())
        branch.sent_hello(hello)
    with watch.step("head office: Hello to Challenge"):
        asked = codec.decode_hello(hello)
        server = ServerHandshake(hello, asked, CONTEXT, randomness)
        choice = choose(asked, Policy())
        challenge = codec.encode_challenge(server.challenge(choice, n, 1, finger_of(n, tuple(Finger)), MODEL))
        server.sent_challenge(challenge)
    with watch.step("branch: Challenge to Proof"):
        branch.receive_challenge(challenge, codec.decode_challenge(challenge))
        branch.install_key(biometric_key, enrolment_secret)
        proof = codec.encode_proof(branch.proof())
        branch.sent_proof(proof)
    with watch.step("head office: Proof to Accept"):
        server.install_key(biometric_key, enrolment_secret)
        server.verify_proof(proof, codec.decode_proof(proof))
        manifest = Manifest(0, 1024, 1, "image/png", MODEL, n, request_id, choice.inner_cipher)
        accept = codec.encode_accept(server.accept(1, manifest, TESTIMONY))
        server.sent_accept(accept)
    with watch.step("branch: Accept"):
        branch.receive_accept(accept, codec.decode_accept(accept), 1024)


def main() -> None:
    """Measure and print one JSON object."""
    handshake(Stopwatch(), 1)
    watch = Stopwatch()
    for n in range(1, REPEATS + 1):
        handshake(watch, n)
    print(json.dumps({name: round(microseconds) for name, microseconds in watch.medians().items()}, indent=2))


if __name__ == "__main__":
    main()
