"""Every input of every derived key counts (protocol §3.6, §4.2)."""

from __future__ import annotations

import struct
from dataclasses import fields, replace
from typing import Any

import pytest

from shared.crypto.hybrid import Agreement
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.messages import Outcome
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
    seal_manifest,
)
from tests.independent_exchange import expand, hmac256, lv

MESSAGE = KeyedMessage(user=17, generation=3, n=42, finger=Finger.LEFT_RING, model_digest=b"m" * 32)
ATTEMPT = Attempt(n=42, request_id=bytes(range(16)), number=1)
PRK, TH = b"p" * 32, b"t" * 32


def k(message: KeyedMessage = MESSAGE, key: bytes = b"B" * 1024, secret: bytes = b"e" * 32) -> bytes:
    return derive_k(message, Secret(key), Secret(secret)).export_bytes()


def test_k_is_what_the_text_says() -> None:
    material = lv("ridgekey/1 K", 17, 3, 4, 2, 1, b"m" * 32, b"B" * 1024)
    assert k() == hmac256(b"e" * 32, material)


OTHERS: list[dict[str, Any]] = [
    {"user": 18},
    {"generation": 4},
    {"n": 43},
    {"n": 52},
    {"finger": Finger.LEFT_MIDDLE},
    {"model_digest": b"x" * 32},
]


@pytest.mark.parametrize("changes", OTHERS, ids=str)
def test_every_part_of_the_message_changes_k(changes: dict[str, Any]) -> None:
    assert k(replace(MESSAGE, **changes)) != k()


def test_finger_and_enrolment_secret_both_change_k() -> None:
    assert len({k(), k(key=b"C" * 1024), k(secret=b"f" * 32), k(key=b"B" * 1023)}) == 4


def test_prk_depends_on_transcript_agreements_and_k() -> None:
    def prk(
        th1: bytes = TH, mlkem: bytes = b"1" * 32, x25519: bytes = b"2" * 32, key: bytes = b"3" * 32
    ) -> bytes:
        return derive_prk(th1, Agreement(Secret(mlkem), Secret(x25519)), Secret(key)).export_bytes()

    assert prk() == hmac256(TH, lv(b"1" * 32, b"2" * 32, b"3" * 32))
    others = [prk(th1=b"x" * 32), prk(mlkem=b"x" * 32), prk(x25519=b"x" * 32), prk(key=b"x" * 32)]
    assert len({prk(), *others}) == 5
    assert prk(mlkem=b"2" * 32, x25519=b"1" * 32) != prk()


def test_the_macs_are_what_the_text_says() -> None:
    prk = Secret(PRK)
    assert proof_mac(prk, TH) == hmac256(expand(PRK, lv("ridgekey/1 proof", TH), 32), TH)
    assert accept_mac(prk, TH) == hmac256(expand(PRK, lv("ridgekey/1 accept", TH), 32), TH)
    key = expand(PRK, lv("ridgekey/1 receipt", TH), 32)
    assert receipt_mac(prk, TH, Outcome.DELIVERED, 3, b"g" * 32) == hmac256(key, lv(1, 3, b"g" * 32))


def test_the_sealing_keys_are_what_the_text_says() -> None:
    keys = SealingKeys.derive(Secret(PRK), TH, ATTEMPT)
    labels = {
        "message_key": ("ridgekey/1 message key", 32),
        "commitment": ("ridgekey/1 commitment", 32),
        "nonce_prefix": ("ridgekey/1 nonce prefix", 7),
        "manifest_key": ("ridgekey/1 manifest key", 32),
    }
    assert set(labels) == {field.name for field in fields(SealingKeys)}
    for name, (label, length) in labels.items():
        info = lv(label, TH, 42, bytes(range(16)), 1)
        assert getattr(keys, name).export_bytes() == expand(PRK, info, length)


@pytest.mark.parametrize("changes", [{"n": 43}, {"request_id": bytes(16)}, {"number": 2}], ids=str)
def test_every_part_of_the_attempt_changes_every_sealing_key(changes: dict[str, Any]) -> None:
    keys = SealingKeys.derive(Secret(PRK), TH, ATTEMPT)
    others = SealingKeys.derive(Secret(PRK), TH, replace(ATTEMPT, **changes))
    for field in fields(SealingKeys):
        assert not getattr(keys, field.name).equals_in_constant_time(getattr(others, field.name))


@pytest.mark.parametrize("suite", ["aes-256-gcm", "chacha20-poly1305"])
def test_the_manifest_opens_only_under_its_key_and_transcript(suite: str) -> None:
    key = Secret(b"k" * 32)
    sealed = seal_manifest(suite, key, TH, b"a manifest")
    assert open_manifest(suite, key, TH, sealed) == b"a manifest"
    attempts = [
        (suite, Secret(b"x" * 32), TH, sealed),
        (suite, key, b"x" * 32, sealed),
        (suite, key, TH, sealed[:-1]),
        (suite, key, TH, b""),
        (suite, key, TH, struct.pack("B", sealed[0] ^ 1) + sealed[1:]),
    ]
    for attempt in attempts:
        with pytest.raises(Failure, match="description of the image was altered") as caught:
            open_manifest(*attempt)
        assert caught.value.code is Code.STREAM_CORRUPT
