"""Ed25519 as RFC 8032 has it; what is no signature is not one, and raises nothing."""

from __future__ import annotations

import pytest

from shared.crypto.secret import Secret
from shared.crypto.signatures import is_signed, make_signing_key, sign, signing_public_key
from tests.replay_randomness import ReplayRandomness

# RFC 8032 §7.1, TEST 2.
PRIVATE = Secret(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
MESSAGE = b"\x72"
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_as_published() -> None:
    assert signing_public_key(PRIVATE) == PUBLIC
    assert sign(PRIVATE, MESSAGE) == SIGNATURE
    assert is_signed(PUBLIC, SIGNATURE, MESSAGE) is True


def test_a_key_is_drawn_from_the_randomness() -> None:
    randomness = ReplayRandomness("a key")
    assert [make_signing_key(randomness).export_bytes()] == randomness.tokens
    assert len(randomness.tokens[0]) == 32


@pytest.mark.parametrize(
    ("public", "signature", "message"),
    [
        pytest.param(PUBLIC, SIGNATURE, b"\x73", id="another message"),
        pytest.param(PUBLIC, SIGNATURE[:-1] + b"\x01", MESSAGE, id="another signature"),
        pytest.param(SIGNATURE[:32], SIGNATURE, MESSAGE, id="another key"),
        pytest.param(PUBLIC, SIGNATURE[:-1], MESSAGE, id="a signature cut short"),
        pytest.param(PUBLIC[:-1], SIGNATURE, MESSAGE, id="a key cut short"),
        pytest.param(b"", b"", b"", id="nothing"),
    ],
)
def test_what_is_not_signed_is_not(public: bytes, signature: bytes, message: bytes) -> None:
    assert is_signed(public, signature, message) is False
