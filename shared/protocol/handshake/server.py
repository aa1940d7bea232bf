"""The head office's side of one exchange (protocol §3.4 to §3.13)."""

from __future__ import annotations

import hmac
from contextlib import ExitStack

from shared.crypto.hybrid import Agreement, encapsulate
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.checkpoint import Testimony
from shared.protocol.chunks import ChunkSealer
from shared.protocol.handshake.steps import Steps
from shared.protocol.messages import (
    KEY_SOURCE_ENROLLED_PSO,
    Accept,
    Challenge,
    Hello,
    Manifest,
    Outcome,
    Proof,
    Receipt,
)
from shared.protocol.negotiation import Choice
from shared.protocol.session import (
    Attempt,
    KeyedMessage,
    SealingKeys,
    accept_mac,
    derive_k,
    derive_prk,
    proof_mac,
    receipt_mac,
    seal_manifest,
)
from shared.protocol.transcript import (
    ChannelContext,
    transcript_hash_1,
    transcript_hash_2,
    transcript_hash_3,
)
from shared.protocol.verification import NOTHING, Demand

RANDOM_BYTES = 32


class ServerHandshake:
    """One exchange at the head office, from an admitted Hello to the Receipt.

    The steps in order: ``challenge``, ``sent_challenge``, ``install_key``, ``verify_proof``, ``accept``,
    ``sent_accept``, ``sealer``, ``verify_receipt``. A step out of turn is a ``RuntimeError``.

    Args:
        hello_frame: the Hello's bytes exactly as received.
        hello: what they say.
        context: who talks to whom, from the connection's certificates.
        randomness: for this exchange's ephemerals.
    """

    _choice: Choice
    _message: KeyedMessage
    _agreement: Agreement
    _prk: Secret
    _keys: SealingKeys
    _manifest: Manifest
    _sealer: ChunkSealer
    _th1: bytes
    _th2: bytes
    _th3: bytes

    def __init__(
        self, hello_frame: bytes, hello: Hello, context: ChannelContext, randomness: Randomness
    ) -> None:
        self._hello_frame = hello_frame
        self._hello = hello
        self._context = context
        self._randomness = randomness
        self._secrets = ExitStack()
        self._steps = Steps(
            "challenge",
            "sent_challenge",
            "install_key",
            "verify_proof",
            "accept",
            "sent_accept",
            "sealer",
            "verify_receipt",
        )

    def challenge(
        self,
        choice: Choice,
        n: int,
        generation: int,
        finger: Finger,
        model_digest: bytes,
        demand: Demand = NOTHING,
    ) -> Challenge:
        """Answer the Hello for the reserved message number (protocol §3.4).

        Args:
            choice: version, suite and inner cipher.
            n: the message number that T0 reserved.
            generation: the user's generation in force.
            finger: the finger that ``n`` takes (§1.3).
            model_digest: the model of that generation, 32 bytes.
            demand: how the branch has to check a live scan; nothing when absent.

        Raises:
            Failure: ``MALFORMED`` when the Hello's ephemeral keys are not keys.
        """
        with self._steps.take("challenge"):
            answer, agreement = encapsulate(
                self._hello.mlkem_encapsulation_key, self._hello.x25519_public_key, self._randomness
            )
            challenge = Challenge(
                version=choice.version,
                suite=choice.suite,
                inner_cipher=choice.inner_cipher,
                server_random=self._randomness.token(RANDOM_BYTES),
                n=n,
                generation=generation,
                finger=finger,
                key_source=KEY_SOURCE_ENROLLED_PSO,
                verification=demand.mode,
                model_digest=model_digest,
                verifier_digest=demand.verifier_digest,
                mlkem_ciphertext=answer.mlkem_ciphertext,
                x25519_public_key=answer.x25519_public_key,
            )
            self._secrets.callback(agreement.wipe)
            self._choice, self._agreement = choice, agreement
            self._message = KeyedMessage(self._hello.user, generation, n, finger, model_digest)
            return challenge

    def sent_challenge(self, frame: bytes) -> None:
        """Take the Challenge's bytes as sent into the transcript: TH1 (protocol §3.6)."""
        with self._steps.take("sent_challenge"):
            self._th1 = transcript_hash_1(self._hello_frame, frame, self._context)

    def install_key(self, biometric_key: Secret, enrolment_secret: Secret) -> None:
        """Derive K and PRK from the regenerated key (protocol §3.6). Both arguments stay the caller's."""
        with self._steps.take("install_key"):
            with derive_k(self._message, biometric_key, enrolment_secret) as k:
                self._prk = self._secrets.enter_context(derive_prk(self._th1, self._agreement, k))
            self._agreement.wipe()

    def verify_proof(self, frame: bytes, proof: Proof) -> None:
        """Check that the branch regenerated the same key (protocol §3.7, §3.8).

        Args:
            frame: the Proof's bytes exactly as received.
            proof: what they say.

        Raises:
            Failure: ``PROOF_FAILED``.
        """
        with self._steps.take("verify_proof"):
            if not hmac.compare_digest(proof_mac(self._prk, self._th1), proof.mac):
                raise Failure(Code.PROOF_FAILED)
            self._th2 = transcript_hash_2(self._th1, frame)

    def accept(self, attempt: int, manifest: Manifest, testimony: Testimony) -> Accept:
        """Prove the key in turn and announce the image; only after T1's COMMIT (protocol §3.10, §3.11).

        Args:
            attempt: which release of this message number it is, 1 to 5.
            manifest: what the image is.
            testimony: what the head office says of its audit log to the witness that the branch is (§7.3).

        Raises:
            ValueError: the manifest belongs to another exchange.
        """
        with self._steps.take("accept"):
            belongs_to = (self._message.n, self._hello.request_id, self._choice.inner_cipher)
            if (manifest.n, manifest.request_id, manifest.inner_cipher) != belongs_to:
                raise ValueError("the manifest belongs to another exchange")
            bound = Attempt(self._message.n, self._hello.request_id, attempt)
            keys = SealingKeys.derive(self._prk, self._th2, bound)
            self._secrets.callback(keys.wipe)
            accept = Accept(
                attempt=attempt,
                mac=accept_mac(self._prk, self._th2),
                commitment=keys.commitment.export_bytes(),
                sealed_manifest=seal_manifest(
                    self._choice.suite, keys.manifest_key, self._th2, manifest.encode()
                ),
                checkpoint=testimony.checkpoint.encode(),
                consistency_proof=testimony.proof,
            )
            self._keys, self._manifest = keys, manifest
            return accept

    def sent_accept(self, frame: bytes) -> None:
        """Take the Accept's bytes as sent into the transcript: TH3 (protocol §4.2)."""
        with self._steps.take("sent_accept"):
            self._th3 = transcript_hash_3(self._th2, frame)

    def sealer(self) -> ChunkSealer:
        """What seals this attempt's chunks (protocol §4.3)."""
        with self._steps.take("sealer"):
            self._sealer = ChunkSealer(self._choice.suite, self._keys, self._th3, self._manifest)
            return self._sealer

    def verify_receipt(self, receipt: Receipt) -> bool:
        """Whether the Receipt is this branch's word on this attempt (protocol §3.13).

        A delivered image needs every chunk; a discarded one may have ended after any that was sent.
        """
        with self._steps.take("verify_receipt"):
            tags = self._sealer.tags
            needed = self._manifest.chunk_count if receipt.outcome is Outcome.DELIVERED else 0
            digest = tags.digest(receipt.chunk_count)
            expected = receipt_mac(self._prk, self._th3, receipt.outcome, receipt.chunk_count, digest)
            matches = hmac.compare_digest(expected, receipt.mac)
            return matches and needed <= receipt.chunk_count <= tags.count

    def close(self) -> None:
        """Overwrite every secret of this exchange; no step is possible afterwards."""
        self._steps.end()
        self._secrets.close()
