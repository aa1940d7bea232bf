"""Someone in the place of one end: the honest other end, and what an impostor can do against it.

An impostor knows the protocol, both identities and the model's digest, and is given the line. It does not
have the enrolment secret.
"""

from __future__ import annotations

import hmac

from lab.attacks.exchange import GENERATION, MAX_BYTES, Ends
from shared.crypto.hybrid import encapsulate
from shared.crypto.secret import Secret
from shared.crypto.stream import Suite
from shared.identifiers import Finger
from shared.protocol.counter import finger_of
from shared.protocol.handshake import BranchHandshake, ServerHandshake
from shared.protocol.messages import (
    KEY_SOURCE_ENROLLED_PSO,
    VERSION,
    Accept,
    Challenge,
    Hello,
    Manifest,
)
from shared.protocol.negotiation import INNER_NONE, Policy, choose
from shared.protocol.session import (
    Attempt,
    KeyedMessage,
    SealingKeys,
    accept_mac,
    derive_k,
    derive_prk,
    proof_mac,
    seal_manifest,
)
from shared.protocol.transcript import ChannelContext, transcript_hash_1, transcript_hash_2
from shared.protocol.verification import NOTHING
from shared.wire import codec

GUESSED_SECRET = bytes(32)
"""What an impostor puts where the enrolment secret belongs: of 2^256 values, one is as good as another."""


class LoneBranch:
    """The honest branch, whoever answers it.

    Args:
        ends: the two ends.
        mark: the highest message number it remembers.
    """

    def __init__(self, ends: Ends, mark: int = 0) -> None:
        self._ends = ends
        self._handshake = BranchHandshake(ends.order(mark), ends.context, ends.randomness)

    def hello(self) -> bytes:
        """Its Hello."""
        frame = codec.encode_hello(self._handshake.hello())
        self._handshake.sent_hello(frame)
        return frame

    def proof(self, challenge: bytes) -> bytes:
        """Its Proof in answer to a Challenge.

        Raises:
            Failure: as it refuses the Challenge.
        """
        read = codec.decode_challenge(challenge)
        self._handshake.receive_challenge(challenge, read)
        key = Secret(self._ends.biometric_key(read.n))
        self._handshake.install_key(key, Secret(self._ends.enrolment_secret))
        frame = codec.encode_proof(self._handshake.proof())
        self._handshake.sent_proof(frame)
        return frame

    def accept(self, accept: bytes) -> Manifest:
        """What it opens of an Accept.

        Raises:
            Failure: as it refuses the Accept.
        """
        return self._handshake.receive_accept(accept, codec.decode_accept(accept), MAX_BYTES)


class LoneHeadOffice:
    """The honest head office, whoever asks it.

    Args:
        ends: the two ends.
        n: the message number that it reserves.
    """

    def __init__(self, ends: Ends, n: int) -> None:
        self._ends = ends
        self._n = n

    def challenge(self, hello: bytes) -> bytes:
        """Its Challenge in answer to a Hello."""
        ends, read = self._ends, codec.decode_hello(hello)
        self._handshake = ServerHandshake(hello, read, ends.context, ends.randomness)
        choice, finger = choose(read, Policy()), finger_of(self._n, sorted(ends.prints))
        answer = self._handshake.challenge(choice, self._n, GENERATION, finger, ends.network.digest)
        frame = codec.encode_challenge(answer)
        self._handshake.sent_challenge(frame)
        return frame

    def check(self, proof: bytes) -> None:
        """Check a Proof.

        Raises:
            Failure: ``PROOF_FAILED``.
        """
        key = Secret(self._ends.biometric_key(self._n))
        self._handshake.install_key(key, Secret(self._ends.enrolment_secret))
        self._handshake.verify_proof(proof, codec.decode_proof(proof))


class FalseHeadOffice:
    """Poses as the head office, so that the branch shows it a Proof that depends on K.

    Args:
        ends: gives what is public of the ends, and the impostor its randomness.
        n: the message number that it claims.
    """

    def __init__(self, ends: Ends, n: int) -> None:
        self._context: ChannelContext = ends.context
        self._randomness = ends.randomness
        finger: Finger = finger_of(n, sorted(ends.prints))
        self._message = KeyedMessage(ends.user, GENERATION, n, finger, ends.network.digest)

    def challenge(self, hello: bytes) -> bytes:
        """A Challenge whose ephemeral secrets the impostor has."""
        read: Hello = codec.decode_hello(hello)
        answer, self._agreement = encapsulate(
            read.mlkem_encapsulation_key, read.x25519_public_key, self._randomness
        )
        message = self._message
        challenge = Challenge(
            version=VERSION,
            suite=Suite.AES_256_GCM.value,
            inner_cipher=INNER_NONE,
            server_random=self._randomness.token(32),
            n=message.n,
            generation=message.generation,
            finger=message.finger,
            key_source=KEY_SOURCE_ENROLLED_PSO,
            verification=NOTHING.mode,
            model_digest=message.model_digest,
            verifier_digest=NOTHING.verifier_digest,
            mlkem_ciphertext=answer.mlkem_ciphertext,
            x25519_public_key=answer.x25519_public_key,
        )
        frame = codec.encode_challenge(challenge)
        self._request_id = read.request_id
        self._th1 = transcript_hash_1(hello, frame, self._context)
        return frame

    def fits(self, proof: bytes, biometric_key: bytes, secret: bytes) -> bool:
        """Whether a guess of B and enrolment secret gives the Proof that the branch showed."""
        expected = proof_mac(self._prk(biometric_key, secret), self._th1)
        return hmac.compare_digest(expected, codec.decode_proof(proof).mac)

    def accept(self, proof: bytes, biometric_key: bytes, secret: bytes, manifest: Manifest) -> bytes:
        """An Accept sealed under a guess of B and enrolment secret."""
        prk, th2 = self._prk(biometric_key, secret), transcript_hash_2(self._th1, proof)
        keys = SealingKeys.derive(prk, th2, Attempt(self._message.n, self._request_id, 1))
        sealed = seal_manifest(Suite.AES_256_GCM, keys.manifest_key, th2, manifest.encode())
        commitment = keys.commitment.export_bytes()
        return codec.encode_accept(Accept(1, accept_mac(prk, th2), commitment, sealed, b"", ()))

    def _prk(self, biometric_key: bytes, secret: bytes) -> Secret:
        with derive_k(self._message, Secret(biometric_key), Secret(secret)) as k:
            return derive_prk(self._th1, self._agreement, k)


def claimed(n: int, image: bytes) -> Manifest:
    """A manifest that an impostor makes up for a picture of its own."""
    return Manifest(
        len(image), len(image), 1, "application/octet-stream", bytes(32), n, bytes(16), INNER_NONE
    )
