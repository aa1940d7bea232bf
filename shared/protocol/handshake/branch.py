"""The branch's side of one exchange (protocol §3.1 to §3.13)."""

from __future__ import annotations

import hmac
from contextlib import ExitStack
from dataclasses import dataclass, field

from shared.crypto.hybrid import Agreement, Encapsulation, EphemeralKey
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.checkpoint import Checkpoint, witnessed
from shared.protocol.chunks import ChunkOpener, count_chunks
from shared.protocol.counter import MAX_MESSAGE_NUMBER, finger_of
from shared.protocol.handshake.steps import Steps
from shared.protocol.messages import (
    KEY_SOURCE_ENROLLED_PSO,
    MAX_ATTEMPTS,
    MAX_CHUNK_BYTES,
    Accept,
    Challenge,
    CheckpointReference,
    Hello,
    Manifest,
    Outcome,
    Proof,
    Receipt,
)
from shared.protocol.negotiation import Policy, check_choice
from shared.protocol.session import (
    Attempt,
    KeyedMessage,
    SealingKeys,
    accept_mac,
    derive_k,
    derive_prk,
    open_manifest,
    proof_mac,
    receipt_mac,
)
from shared.protocol.transcript import (
    ChannelContext,
    transcript_hash_1,
    transcript_hash_2,
    transcript_hash_3,
)
from shared.protocol.verification import check_demand, check_verifier_held

RANDOM_BYTES = 32


@dataclass(frozen=True)
class ExchangeOrder:
    """What a branch wants, and what it holds and remembers for it (protocol §3.1, §3.5).

    Args:
        user: the user's ID.
        image: the image's ID.
        request_id: 16 random bytes; a retry keeps them.
        generation: the generation of the enrolment held.
        fingers: the enrolled fingers of that generation, in the paper's order.
        model_digests: the models and verifiers held, 32 bytes each.
        mark: the highest n whose Accept this branch verified for this user, 0 at first.
        log_key: the head office's Ed25519 public key of audit checkpoints, from the admission.
        pending_n: the n that an earlier attempt of this very request was given.
        offer: what this branch is willing to use, in its order of preference.
        checkpoint: the newest audit checkpoint this branch verified.
        insists_on_scan: whether this branch refuses an exchange that asks for no scan.
    """

    user: int
    image: str
    request_id: bytes
    generation: int
    fingers: tuple[Finger, ...]
    model_digests: tuple[bytes, ...]
    mark: int
    log_key: bytes
    pending_n: int | None = None
    offer: Policy = field(default_factory=Policy)
    checkpoint: CheckpointReference = field(default_factory=CheckpointReference)
    insists_on_scan: bool = False


class BranchHandshake:
    """One exchange at a branch, from the Hello to the Receipt.

    The steps in order: ``hello``, ``sent_hello``, ``receive_challenge``, ``install_key``, ``proof``,
    ``sent_proof``, ``receive_accept``, ``opener``, ``receipt``. A step out of turn is a ``RuntimeError``.

    Args:
        order: what the branch wants.
        context: who talks to whom, from the branch's own admission.
        randomness: for this exchange's ephemerals.
    """

    _ephemeral: EphemeralKey
    _hello_frame: bytes
    _challenge: Challenge
    _agreement: Agreement
    _prk: Secret
    _keys: SealingKeys
    _manifest: Manifest
    _checkpoint: Checkpoint
    _opener: ChunkOpener
    _th1: bytes
    _th2: bytes
    _th3: bytes

    def __init__(self, order: ExchangeOrder, context: ChannelContext, randomness: Randomness) -> None:
        self._order = order
        self._context = context
        self._randomness = randomness
        self._secrets = ExitStack()
        self._steps = Steps(
            "hello",
            "sent_hello",
            "receive_challenge",
            "install_key",
            "proof",
            "sent_proof",
            "receive_accept",
            "opener",
            "receipt",
        )

    def hello(self) -> Hello:
        """Ask for the image with fresh ephemerals (protocol §3.1)."""
        with self._steps.take("hello"):
            order, ephemeral = self._order, EphemeralKey(self._randomness)
            hello = Hello(
                versions=order.offer.versions,
                suites=order.offer.suites,
                inner_ciphers=order.offer.inner_ciphers,
                request_id=order.request_id,
                user=order.user,
                image=order.image,
                client_random=self._randomness.token(RANDOM_BYTES),
                generation=order.generation,
                model_digests=order.model_digests,
                mark=order.mark,
                checkpoint=order.checkpoint,
                mlkem_encapsulation_key=ephemeral.mlkem_encapsulation_key,
                x25519_public_key=ephemeral.x25519_public_key,
            )
            self._ephemeral = ephemeral
            return hello

    def sent_hello(self, frame: bytes) -> None:
        """Take the Hello's bytes as sent into the transcript (protocol §3)."""
        with self._steps.take("sent_hello"):
            self._hello_frame = frame

    def receive_challenge(self, frame: bytes, challenge: Challenge) -> None:
        """Check the Challenge and take it into the transcript: TH1 (protocol §3.5, §3.6).

        Args:
            frame: the Challenge's bytes exactly as received.
            challenge: what they say.

        Raises:
            Failure: ``VERSION_UNSUPPORTED``, ``SUITE_UNSUPPORTED``, ``GENERATION_STALE``, ``MODEL_MISMATCH``,
                ``MALFORMED`` or ``COUNTER_ROLLBACK``, the first check of §3.5 that fails.
        """
        with self._steps.take("receive_challenge"):
            _check_challenge(challenge, self._order)
            agreement = self._ephemeral.agree(
                Encapsulation(challenge.mlkem_ciphertext, challenge.x25519_public_key)
            )
            self._secrets.callback(agreement.wipe)
            self._th1 = transcript_hash_1(self._hello_frame, frame, self._context)
            self._challenge, self._agreement = challenge, agreement
            del self._ephemeral

    def install_key(self, biometric_key: Secret, enrolment_secret: Secret) -> None:
        """Derive K and PRK from the regenerated key (protocol §3.6). Both arguments stay the caller's."""
        with self._steps.take("install_key"):
            challenge = self._challenge
            message = KeyedMessage(
                self._order.user, challenge.generation, challenge.n, challenge.finger, challenge.model_digest
            )
            with derive_k(message, biometric_key, enrolment_secret) as k:
                self._prk = self._secrets.enter_context(derive_prk(self._th1, self._agreement, k))
            self._agreement.wipe()

    def proof(self) -> Proof:
        """Prove the key; the branch proves first (protocol §3.7)."""
        with self._steps.take("proof"):
            return Proof(proof_mac(self._prk, self._th1))

    def sent_proof(self, frame: bytes) -> None:
        """Take the Proof's bytes as sent into the transcript: TH2 (protocol §3.11)."""
        with self._steps.take("sent_proof"):
            self._th2 = transcript_hash_2(self._th1, frame)

    def receive_accept(self, frame: bytes, accept: Accept, max_size: int) -> Manifest:
        """Check that the head office has the key, then open the manifest (protocol §3.11, §4.4).

        In this order: MAC, commitment, checkpoint and its proof (§7.3), manifest.

        Args:
            frame: the Accept's bytes exactly as received.
            accept: what they say.
            max_size: the largest image this branch takes, in bytes.

        Returns:
            What the image is.

        Raises:
            Failure: ``PROOF_FAILED``, ``COMMITMENT_MISMATCH``, ``WITNESS_INCONSISTENT``, ``STREAM_CORRUPT``,
                ``MALFORMED`` or ``TOO_LARGE``, the first check that fails.
        """
        with self._steps.take("receive_accept"):
            if not hmac.compare_digest(accept_mac(self._prk, self._th2), accept.mac):
                sentence = "The head office did not prove that it has the same key; nothing was opened."
                raise Failure(Code.PROOF_FAILED, sentence)
            attempt = Attempt(self._challenge.n, self._order.request_id, accept.attempt)
            keys = SealingKeys.derive(self._prk, self._th2, attempt)
            self._secrets.callback(keys.wipe)
            if not keys.commitment.equals_in_constant_time(accept.commitment):
                raise Failure(Code.COMMITMENT_MISMATCH)
            shown = witnessed(
                self._order.checkpoint, accept.checkpoint, accept.consistency_proof, self._order.log_key
            )
            sealed, suite = accept.sealed_manifest, self._challenge.suite
            manifest = Manifest.decode(open_manifest(suite, keys.manifest_key, self._th2, sealed))
            self._check_manifest(manifest, accept.attempt, max_size)
            self._th3 = transcript_hash_3(self._th2, frame)
            self._keys, self._manifest, self._checkpoint = keys, manifest, shown
            return manifest

    @property
    def checkpoint(self) -> Checkpoint:
        """What the head office said of its audit log, once its Accept verified (protocol §7.3)."""
        return self._checkpoint

    def opener(self) -> ChunkOpener:
        """What opens this attempt's chunks (protocol §4.3)."""
        with self._steps.take("opener"):
            self._opener = ChunkOpener(self._challenge.suite, self._keys, self._th3, self._manifest)
            return self._opener

    def receipt(self, outcome: Outcome) -> Receipt:
        """Say what became of the image, after rename and folder fsync (protocol §3.13)."""
        with self._steps.take("receipt"):
            tags = self._opener.tags
            body = receipt_mac(self._prk, self._th3, outcome, tags.count, tags.digest(tags.count))
            return Receipt(outcome, tags.count, body)

    def close(self) -> None:
        """Overwrite every secret of this exchange; no step is possible afterwards."""
        self._steps.end()
        self._secrets.close()

    def _check_manifest(self, manifest: Manifest, attempt: int, max_size: int) -> None:
        # The head office has proved the key, so that a manifest of another exchange is its fault; sizes are
        # bounded here, before anything is allocated for them (protocol §4.3).
        belongs_to = (self._challenge.n, self._order.request_id, self._challenge.inner_cipher)
        if (manifest.n, manifest.request_id, manifest.inner_cipher) != belongs_to:
            raise Failure(Code.MALFORMED)
        if not 1 <= attempt <= MAX_ATTEMPTS or len(manifest.sha256) != 32 or manifest.chunk_size < 1:
            raise Failure(Code.MALFORMED)
        if manifest.size > max_size or manifest.chunk_size > MAX_CHUNK_BYTES:
            raise Failure(Code.TOO_LARGE)
        if manifest.chunk_count != count_chunks(manifest.size, manifest.chunk_size):
            raise Failure(Code.MALFORMED)


def _check_challenge(challenge: Challenge, order: ExchangeOrder) -> None:
    """Every check of protocol §3.5, in its order."""
    check_choice(challenge, order.offer)
    if challenge.key_source != KEY_SOURCE_ENROLLED_PSO:
        raise Failure(Code.VERSION_UNSUPPORTED)
    check_demand(challenge.demand, insists=order.insists_on_scan)
    if challenge.generation != order.generation:
        raise Failure(Code.GENERATION_STALE)
    if challenge.model_digest not in order.model_digests:
        raise Failure(Code.MODEL_MISMATCH)
    check_verifier_held(challenge.demand, order.model_digests)
    if not 1 <= challenge.n <= MAX_MESSAGE_NUMBER or challenge.finger != finger_of(
        challenge.n, order.fingers
    ):
        raise Failure(Code.MALFORMED, "The head office named a finger that the message number does not take.")
    if challenge.n <= order.mark and challenge.n != order.pending_n:
        raise Failure(Code.COUNTER_ROLLBACK)
