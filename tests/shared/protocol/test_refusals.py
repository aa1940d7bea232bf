"""Everything that must stop an exchange, each with the exact failure (protocol §3.5 to §3.11)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.crypto.stream import Suite
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.messages import Manifest
from shared.protocol.negotiation import Policy
from shared.protocol.verification import Demand, Mode
from shared.wire import codec
from tests.shared.protocol.rehearsal import MODEL, VERIFIER, Rehearsal, Setting

OTHER = hashlib.sha256(b"other").digest()
AES_ONLY = Policy(suites=(Suite.AES_256_GCM,))
CHACHA_ONLY = Policy(suites=(Suite.CHACHA20_POLY1305,))


def refusal(setting: Setting) -> Code:
    """The code with which an exchange of this setting ends."""
    with pytest.raises(Failure) as caught:
        Rehearsal(setting).fetch()
    return caught.value.code


def meddling(name: str, **changes: Any) -> Setting:
    """A setting in which one frame is decoded, changed and encoded again on its way."""
    decode: Callable[[bytes], Any] = getattr(codec, f"decode_{name}")
    encode: Callable[[Any], bytes] = getattr(codec, f"encode_{name}")
    return Setting(meddle={name: lambda frame: encode(replace(decode(frame), **changes))})


def ordering(**changes: Any) -> Setting:
    """A setting in which the branch's order is another."""
    setting = Setting()
    return replace(setting, order=replace(setting.order, **changes))


def demanding(*, holding: bool = True, **changes: Any) -> Setting:
    """A setting in which the head office demands a scan; the Challenge may be changed on its way."""
    setting = meddling("challenge", **changes)
    models = (MODEL, VERIFIER) if holding else (MODEL,)
    demand = Demand(Mode.EMBEDDING, VERIFIER)
    return replace(setting, demand=demand, order=replace(setting.order, model_digests=models))


def elsewhere(**changes: Any) -> Setting:
    """A setting in which the head office sees another channel than the branch."""
    setting = Setting()
    return replace(setting, server_context=replace(setting.context, **changes))


NEGOTIATION = [
    pytest.param(meddling("hello", versions=(2,)), Code.VERSION_UNSUPPORTED, id="version stripped"),
    pytest.param(meddling("hello", suites=("rot13",)), Code.SUITE_UNSUPPORTED, id="suites replaced"),
    pytest.param(
        replace(ordering(offer=AES_ONLY), policy=CHACHA_ONLY), Code.SUITE_UNSUPPORTED, id="no common suite"
    ),
    pytest.param(
        ordering(offer=Policy(inner_ciphers=("lorenz",))), Code.SUITE_UNSUPPORTED, id="no common inner cipher"
    ),
    pytest.param(meddling("challenge", version=2), Code.VERSION_UNSUPPORTED, id="version not offered"),
    pytest.param(meddling("challenge", version=0), Code.VERSION_UNSUPPORTED, id="version below the minimum"),
    pytest.param(
        replace(
            meddling("challenge", suite="chacha20-poly1305"),
            order=replace(Setting().order, offer=AES_ONLY),
        ),
        Code.SUITE_UNSUPPORTED,
        id="suite not offered",
    ),
    pytest.param(
        meddling("challenge", inner_cipher="lorenz"), Code.SUITE_UNSUPPORTED, id="inner cipher not offered"
    ),
    pytest.param(
        meddling("challenge", key_source="live-scan"), Code.VERSION_UNSUPPORTED, id="another key source"
    ),
    pytest.param(
        meddling("challenge", verification="palm-vein"), Code.VERSION_UNSUPPORTED, id="another verification"
    ),
    pytest.param(
        ordering(insists_on_scan=True), Code.VERSION_UNSUPPORTED, id="no scan where the branch insists on one"
    ),
    pytest.param(
        meddling("challenge", verification="embedding"), Code.MALFORMED, id="a verification without verifier"
    ),
    pytest.param(
        meddling("challenge", verifier_digest=VERIFIER), Code.MALFORMED, id="a verifier without verification"
    ),
]

DOWNGRADE = [
    pytest.param(meddling("hello", suites=("chacha20-poly1305",)), id="a suite stripped from the Hello"),
    pytest.param(meddling("hello", inner_ciphers=("chen",)), id="an inner cipher stripped"),
    pytest.param(meddling("challenge", suite="chacha20-poly1305"), id="the other offered suite chosen"),
    pytest.param(meddling("challenge", inner_cipher="chen"), id="the other offered inner cipher chosen"),
    pytest.param(demanding(verification="none", verifier_digest=b""), id="the demand of a scan taken out"),
    pytest.param(demanding(verification="closed-set"), id="another verification demanded"),
    pytest.param(demanding(verifier_digest=MODEL), id="another verifier demanded"),
    pytest.param(meddling("hello", versions=(1, 2)), id="a version added"),
]

COUNTING = [
    pytest.param(ordering(mark=42), Code.COUNTER_ROLLBACK, id="n equal to the mark"),
    pytest.param(ordering(mark=43), Code.COUNTER_ROLLBACK, id="n below the mark"),
    pytest.param(
        ordering(mark=50, pending_n=43), Code.COUNTER_ROLLBACK, id="n is not the pending one of this request"
    ),
    pytest.param(ordering(generation=2), Code.GENERATION_STALE, id="an old generation at the branch"),
    pytest.param(replace(Setting(), generation=4), Code.GENERATION_STALE, id="a new one at the head office"),
    pytest.param(ordering(model_digests=(OTHER,)), Code.MODEL_MISMATCH, id="a model the branch lacks"),
    pytest.param(demanding(holding=False), Code.MODEL_MISMATCH, id="a verifier the branch lacks"),
    pytest.param(
        meddling("challenge", finger=Finger.RIGHT_THUMB), Code.MALFORMED, id="a finger that n does not take"
    ),
    pytest.param(
        ordering(fingers=(Finger.LEFT_LITTLE,)), Code.MALFORMED, id="other fingers enrolled at the branch"
    ),
    pytest.param(meddling("challenge", n=0), Code.MALFORMED, id="n of 0"),
    pytest.param(meddling("challenge", n=2**63), Code.MALFORMED, id="n of 2^63"),
]

PRECEDENCE = [
    pytest.param(
        replace(meddling("challenge", suite="x", generation=9), order=replace(Setting().order, mark=99)),
        Code.SUITE_UNSUPPORTED,
        id="what was chosen goes before everything",
    ),
    pytest.param(
        meddling("challenge", generation=9, model_digest=OTHER),
        Code.GENERATION_STALE,
        id="generation before model",
    ),
    pytest.param(
        meddling("challenge", model_digest=OTHER, finger=Finger.RIGHT_THUMB),
        Code.MODEL_MISMATCH,
        id="model before finger",
    ),
    pytest.param(
        replace(meddling("challenge", finger=Finger.RIGHT_THUMB), order=replace(Setting().order, mark=99)),
        Code.MALFORMED,
        id="finger before mark",
    ),
]

WRONG_KEY = [
    pytest.param(replace(Setting(), branch_finger="another"), id="another finger at the branch"),
    pytest.param(replace(Setting(), branch_enrolment_secret=b"f" * 32), id="another enrolment secret"),
    pytest.param(replace(Setting(), server_finger="another"), id="another finger at the head office"),
    pytest.param(meddling("hello", user=18), id="the user changed on the way"),
    pytest.param(meddling("hello", image="xray-8"), id="the image changed on the way"),
    pytest.param(meddling("hello", mark=40), id="the mark lowered on the way"),
    pytest.param(meddling("hello", client_random=OTHER), id="the branch's random changed"),
    pytest.param(meddling("hello", model_digests=(MODEL, OTHER)), id="a model added on the way"),
    pytest.param(meddling("challenge", server_random=OTHER), id="the head office's random changed"),
    pytest.param(
        meddling("challenge", n=52), id="another n of the same finger: other keys, other transcript"
    ),
    pytest.param(meddling("challenge", mlkem_ciphertext=bytes(1088)), id="another ML-KEM ciphertext"),
    pytest.param(meddling("challenge", x25519_public_key=OTHER), id="another X25519 key"),
    pytest.param(meddling("hello", x25519_public_key=OTHER), id="another X25519 key in the Hello"),
    pytest.param(meddling("proof", mac=bytes(32)), id="a proof of zeros"),
    pytest.param(elsewhere(branch_uri="spiffe://ridgekey.internal/branch/mosul"), id="another branch's name"),
    pytest.param(elsewhere(head_office_uri="spiffe://other/head-office"), id="another head office"),
    pytest.param(elsewhere(branch_certificate_sha256=OTHER), id="another branch certificate"),
    pytest.param(elsewhere(authority_sha256=OTHER), id="another authority"),
]

KEYS = [
    pytest.param(meddling("hello", x25519_public_key=bytes(32)), id="Hello: X25519 of low order"),
    pytest.param(
        meddling("hello", mlkem_encapsulation_key=b"\xff" * 1184), id="Hello: ML-KEM key out of range"
    ),
    pytest.param(meddling("challenge", x25519_public_key=bytes(32)), id="Challenge: X25519 of low order"),
]

ACCEPT = [
    pytest.param(meddling("accept", mac=bytes(32)), Code.PROOF_FAILED, id="another MAC"),
    pytest.param(
        meddling("accept", commitment=OTHER), Code.COMMITMENT_MISMATCH, id="a commitment to another key"
    ),
    pytest.param(meddling("accept", attempt=2), Code.COMMITMENT_MISMATCH, id="another attempt's number"),
    pytest.param(
        meddling("accept", sealed_manifest=bytes(200)), Code.STREAM_CORRUPT, id="another sealed manifest"
    ),
    pytest.param(
        meddling("accept", mac=bytes(32), commitment=OTHER, sealed_manifest=bytes(200)),
        Code.PROOF_FAILED,
        id="all three: the MAC is looked at first",
    ),
    pytest.param(
        meddling("accept", commitment=OTHER, sealed_manifest=bytes(200)),
        Code.COMMITMENT_MISMATCH,
        id="commitment before manifest",
    ),
    pytest.param(replace(Setting(), attempt=0), Code.MALFORMED, id="attempt 0"),
    pytest.param(replace(Setting(), attempt=6), Code.MALFORMED, id="attempt 6"),
]

MANIFESTS = [
    pytest.param({}, 2559, Code.TOO_LARGE, id="one byte above the branch's limit"),
    pytest.param({"size": 2**63}, 10_000, Code.TOO_LARGE, id="a size nobody has room for"),
    pytest.param({"chunk_size": 2 * 1024 * 1024 + 1}, 10_000, Code.TOO_LARGE, id="chunks above the bound"),
    pytest.param({"chunk_size": 0}, 10_000, Code.MALFORMED, id="chunks of nothing"),
    pytest.param({"chunk_count": 2}, 10_000, Code.MALFORMED, id="too few chunks"),
    pytest.param({"chunk_count": 4}, 10_000, Code.MALFORMED, id="too many chunks"),
    pytest.param({"size": 0, "chunk_count": 0}, 10_000, Code.MALFORMED, id="an empty image without a chunk"),
    pytest.param({"sha256": b"short"}, 10_000, Code.MALFORMED, id="no SHA-256"),
]


@pytest.mark.fault(19, 21)
@pytest.mark.parametrize(("setting", "code"), [*NEGOTIATION, *COUNTING, *PRECEDENCE, *ACCEPT])
def test_a_frame_that_must_be_refused_is(setting: Setting, code: Code) -> None:
    assert refusal(setting) is code


@pytest.mark.fault(21)
@pytest.mark.parametrize("setting", [*WRONG_KEY, *DOWNGRADE])
def test_without_the_same_key_and_transcript_the_proof_fails(setting: Setting) -> None:
    assert refusal(setting) is Code.PROOF_FAILED


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (meddling("accept", mac=bytes(32)), "head office did not prove that it has the same key"),
        (meddling("challenge", finger=Finger.RIGHT_THUMB), "finger that the message number does not take"),
    ],
)
def test_the_branch_says_what_the_head_office_did(setting: Setting, sentence: str) -> None:
    with pytest.raises(Failure, match=sentence):
        Rehearsal(setting).fetch()


@pytest.mark.parametrize("setting", KEYS)
def test_ephemeral_keys_that_are_none_are_malformed(setting: Setting) -> None:
    assert refusal(setting) is Code.MALFORMED


@pytest.mark.parametrize(("changes", "max_size", "code"), MANIFESTS)
def test_a_manifest_out_of_bounds_is_refused(changes: dict[str, object], max_size: int, code: Code) -> None:
    assert refusal(Setting(manifest=changes, max_size=max_size)) is code


@pytest.mark.parametrize("n", [0, 2**63])
def test_the_branch_itself_knows_what_a_message_number_is(n: int) -> None:
    """Also where no codec stands before it."""
    rehearsal = Rehearsal()
    rehearsal.hello()
    rehearsal.challenge()
    challenge = replace(codec.decode_challenge(rehearsal.sent["challenge"]), n=n)
    again = Rehearsal()
    again.hello()
    with pytest.raises(Failure) as caught:
        again.branch.receive_challenge(b"", challenge)
    assert caught.value.code is Code.MALFORMED


def test_chunks_exactly_at_the_bound_are_taken() -> None:
    setting = Setting(chunk_size=2 * 1024 * 1024)
    assert Rehearsal(setting).fetch() == setting.image


def test_an_image_exactly_at_the_limit_is_taken() -> None:
    setting = Setting(max_size=2560)
    assert Rehearsal(setting).fetch() == setting.image


ANOTHER_EXCHANGE = [
    pytest.param({"n": 43}, id="another number"),
    pytest.param({"request_id": bytes(16)}, id="another request"),
    pytest.param({"inner_cipher": "chen"}, id="another inner cipher"),
]


@pytest.mark.parametrize("changes", ANOTHER_EXCHANGE)
def test_the_head_office_never_announces_another_exchange(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="another exchange"):
        Rehearsal(Setting(manifest=changes)).fetch()


@pytest.mark.parametrize("changes", ANOTHER_EXCHANGE)
def test_a_head_office_that_announces_another_exchange_is_refused(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Manifest.encode
    monkeypatch.setattr(Manifest, "encode", lambda manifest: honest(replace(manifest, **changes)))
    assert refusal(Setting()) is Code.MALFORMED
