"""The passive attacks on the recorded sessions of the protocol's test vectors, with even B in hand.

The recordings have their secrets beside them. Here the attacker has the frames, the chunks, the image of one
session and the biometric key, and tries to open with them what was sealed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lab.attacks.measure import equal_share, is_guessing, xor
from lab.attacks.near_key import with_errors
from shared.ciphers import transform
from shared.crypto.hybrid import Agreement
from shared.crypto.secret import Secret
from shared.crypto.stream import TAG_BYTES
from shared.identifiers import Finger
from shared.protocol.session import KeyedMessage, derive_k, derive_prk, proof_mac
from shared.protocol.transcript import ChannelContext, transcript_hash_1
from shared.wire import codec
from tests.independent_exchange import Known, derive

Recording = dict[str, Any]
RECORDINGS: list[Recording] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "recordings.json").read_text("utf-8")
)
SEALED = [recording for recording in RECORDINGS if recording["image"]]
each_recording = pytest.mark.parametrize(
    "recording", [pytest.param(each, id=each["name"]) for each in SEALED]
)


def sealed_bytes(recording: Recording) -> bytes:
    """The chunks without their tags."""
    return b"".join(bytes.fromhex(chunk["sealed"])[:-TAG_BYTES] for chunk in recording["chunks"])


def proof_under(recording: Recording, key: bytes, secret: bytes, agreement: tuple[bytes, bytes]) -> bytes:
    """The Proof that a guess of B, enrolment secret and ephemeral secrets would give."""
    frames = {name: bytes.fromhex(frame) for name, frame in recording["frames"].items()}
    told, channel = codec.decode_challenge(frames["challenge"]), recording["channel"]
    context = ChannelContext(
        channel["branch_uri"],
        channel["head_office_uri"],
        bytes.fromhex(channel["branch_certificate_sha256"]),
        bytes.fromhex(channel["authority_sha256"]),
    )
    message = KeyedMessage(
        recording["order"]["user"], told.generation, told.n, Finger(told.finger), told.model_digest
    )
    th1 = transcript_hash_1(frames["hello"], frames["challenge"], context)
    with derive_k(message, Secret(key), Secret(secret)) as k:
        prk = derive_prk(th1, Agreement(Secret(agreement[0]), Secret(agreement[1])), k)
        return proof_mac(prk, th1)


def agreed(recording: Recording) -> tuple[bytes, bytes]:
    """The session's ephemeral secrets, which the recording lets recompute."""
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    secrets = recording["secrets"]
    told = codec.decode_challenge(bytes.fromhex(recording["frames"]["challenge"]))
    mlkem = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(secrets["mlkem_seed"]))
    x25519 = X25519PrivateKey.from_private_bytes(bytes.fromhex(secrets["x25519_private"]))
    shared = x25519.exchange(X25519PublicKey.from_public_bytes(told.x25519_public_key))
    return mlkem.decapsulate(told.mlkem_ciphertext), shared


@each_recording
def test_the_papers_key_opens_nothing_of_what_was_recorded(recording: Recording) -> None:
    image, sealed = bytes.fromhex(recording["image"]), sealed_bytes(recording)
    with Secret(bytes.fromhex(recording["secrets"]["biometric_key"])) as key:
        found = transform("chen", sealed, key)
    assert is_guessing(equal_share(found, image), len(image))


def test_what_one_session_gives_opens_no_other() -> None:
    first, *others = SEALED
    stream = xor(sealed_bytes(first), bytes.fromhex(first["image"]))
    assert others
    for other in others:
        image = bytes.fromhex(other["image"])
        found = xor(sealed_bytes(other), stream)
        assert is_guessing(equal_share(found, image[: len(found)]), len(found))


GUESSES = [
    pytest.param(lambda key, secret, agreement: (key, bytes(32), agreement), id="no enrolment secret"),
    pytest.param(
        lambda key, secret, agreement: (with_errors(key, 1), secret, agreement), id="one byte of B wrong"
    ),
    pytest.param(
        lambda key, secret, agreement: (key, secret, (bytes(32), bytes(32))), id="no ephemeral secrets"
    ),
    pytest.param(
        lambda key, secret, agreement: (key, secret, (agreement[0], bytes(32))), id="ML-KEM's alone"
    ),
    pytest.param(
        lambda key, secret, agreement: (key, secret, (bytes(32), agreement[1])), id="X25519's alone"
    ),
]


@each_recording
@pytest.mark.parametrize("guess", GUESSES)
def test_a_guess_that_lacks_any_part_does_not_fit_the_recorded_proof(
    recording: Recording, guess: Any
) -> None:
    secrets = recording["secrets"]
    right = (
        bytes.fromhex(secrets["biometric_key"]),
        bytes.fromhex(secrets["enrolment_secret"]),
        agreed(recording),
    )
    shown = codec.decode_proof(bytes.fromhex(recording["frames"]["proof"])).mac
    assert proof_under(recording, *right) == shown
    assert proof_under(recording, *guess(*right)) != shown


def test_no_two_recorded_sessions_have_a_key_in_common() -> None:
    keys = []
    for recording in RECORDINGS:
        given = {**recording["frames"], **recording["secrets"]}
        uris = {name: recording["channel"][name] for name in ("branch_uri", "head_office_uri")}
        digests = {name: value for name, value in recording["channel"].items() if name not in uris}
        inputs = {name: bytes.fromhex(value) for name, value in {**given, **digests}.items()}
        keys.append(derive(Known(**inputs, **uris)).message_key)
    assert len(set(keys)) == len(keys) > 1
