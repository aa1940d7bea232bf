"""The keys of one attempt: K, PRK, the three MACs and the sealing keys (protocol §3.6 to §3.13, §4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from shared.crypto.hybrid import Agreement
from shared.crypto.key_schedule import expand, extract, mac
from shared.crypto.labels import Label
from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_BYTES, NONCE_PREFIX_BYTES, aead
from shared.encoding import lv
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.counter import counter_of, epoch_of
from shared.protocol.messages import Outcome


@dataclass(frozen=True)
class KeyedMessage:
    """What the regenerated key belongs to (protocol §1.4, §3.6)."""

    user: int
    generation: int
    n: int
    finger: Finger
    model_digest: bytes


@dataclass(frozen=True)
class Attempt:
    """What one attempt's sealing keys belong to besides the transcript (protocol §4.2)."""

    n: int
    request_id: bytes
    number: int


def derive_k(message: KeyedMessage, biometric_key: Secret, enrolment_secret: Secret) -> Secret:
    """K (protocol §3.6): neither finger nor enrolment secret alone gives it.

    Args:
        message: the message and its enrolment.
        biometric_key: B, 1,024 bytes (biometrics §2).
        enrolment_secret: 32 bytes, held at both ends beside the prints.
    """
    material = lv(
        Label.K,
        message.user,
        message.generation,
        epoch_of(message.n),
        counter_of(message.n),
        int(message.finger),
        message.model_digest,
        biometric_key.export_view(),
    )
    return extract(enrolment_secret, material)


def derive_prk(th1: bytes, agreement: Agreement, k: Secret) -> Secret:
    """PRK (protocol §3.6): secret while K or either ephemeral agreement is."""
    material = lv(agreement.mlkem.export_view(), agreement.x25519.export_view(), k.export_view())
    return extract(th1, material)


def proof_mac(prk: Secret, th1: bytes) -> bytes:
    """The branch's proof (protocol §3.7), 32 bytes."""
    with _mac_key(prk, Label.PROOF, th1) as key:
        return mac(key, th1)


def accept_mac(prk: Secret, th2: bytes) -> bytes:
    """The head office's proof (protocol §3.11), 32 bytes."""
    with _mac_key(prk, Label.ACCEPT, th2) as key:
        return mac(key, th2)


def receipt_mac(prk: Secret, th3: bytes, outcome: Outcome, count: int, tags: bytes) -> bytes:
    """The receipt's MAC (protocol §3.13), 32 bytes; ``tags`` is H(all chunk tags)."""
    with _mac_key(prk, Label.RECEIPT, th3) as key:
        return mac(key, lv(int(outcome), count, tags))


@dataclass(frozen=True, eq=False)
class SealingKeys:
    """What seals one attempt (protocol §4.2). All but the commitment is secret.

    Attributes:
        message_key: 32 bytes, for the chunks.
        commitment: 32 bytes, shown in Accept; it commits the head office to this one message key.
        nonce_prefix: 7 bytes, the start of every chunk's nonce.
        manifest_key: 32 bytes, for the one manifest.
    """

    message_key: Secret
    commitment: Secret
    nonce_prefix: Secret
    manifest_key: Secret

    @classmethod
    def derive(cls, prk: Secret, th2: bytes, attempt: Attempt) -> SealingKeys:
        """Four Expands of PRK, each with its own label and info = lv(label, TH2, n, request_id, attempt)."""

        def part(label: Label, length: int) -> Secret:
            info = lv(label, th2, attempt.n, attempt.request_id, attempt.number)
            return expand(prk, info, length)

        return cls(
            part(Label.MESSAGE_KEY, 32),
            part(Label.COMMITMENT, 32),
            part(Label.NONCE_PREFIX, NONCE_PREFIX_BYTES),
            part(Label.MANIFEST_KEY, 32),
        )

    def wipe(self) -> None:
        """Overwrite all four."""
        for secret in (self.message_key, self.commitment, self.nonce_prefix, self.manifest_key):
            secret.wipe()


def seal_manifest(suite: str, key: Secret, th2: bytes, manifest: bytes) -> bytes:
    """Seal the encoded manifest (protocol §4.2)."""
    return aead(suite, key).encrypt(_MANIFEST_NONCE, manifest, th2)


def open_manifest(suite: str, key: Secret, th2: bytes, sealed: bytes) -> bytes:
    """Open the manifest (protocol §4.2).

    Raises:
        Failure: ``STREAM_CORRUPT`` when it is not what was sealed.
    """
    try:
        return aead(suite, key).decrypt(_MANIFEST_NONCE, sealed, th2)
    except InvalidTag:
        sentence = "The description of the image was altered on its way; nothing was opened."
        raise Failure(Code.STREAM_CORRUPT, sentence) from None


# The manifest key seals one manifest of one attempt and nothing else, so that its nonce may be fixed (§4.2).
_MANIFEST_NONCE = bytes(NONCE_BYTES)


def _mac_key(prk: Secret, label: Label, transcript: bytes) -> Secret:
    return expand(prk, lv(label, transcript))
