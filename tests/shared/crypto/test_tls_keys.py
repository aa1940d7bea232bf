"""P-256 keys: drawn by the port, read back, nothing else accepted."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from shared.crypto.tls_keys import decode_private_key, encode_private_key, make_private_key, private_key_pem
from shared.errors import Code, Failure
from tests.replay_randomness import ReplayRandomness


class Fixed:
    """Randomness that gives one byte for ever."""

    def __init__(self, byte: int) -> None:
        self._byte = byte

    def token(self, length: int) -> bytes:
        """That byte."""
        return bytes([self._byte]) * length


def der(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    """A key in PKCS #8."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def test_a_key_is_read_back() -> None:
    key = make_private_key(ReplayRandomness(1))
    assert decode_private_key(encode_private_key(key)).public_key() == key.public_key()
    assert private_key_pem(key).startswith(b"-----BEGIN PRIVATE KEY-----")


def test_a_key_follows_from_the_randomness() -> None:
    first, second = (make_private_key(ReplayRandomness(seed)).public_key() for seed in (1, 1))
    assert first == second != make_private_key(ReplayRandomness(2)).public_key()


@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_every_draw_is_a_key(byte: int) -> None:
    assert isinstance(make_private_key(Fixed(byte)).curve, ec.SECP256R1)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x30\x00", id="no key"),
        pytest.param(der(ec.generate_private_key(ec.SECP384R1())), id="another curve"),
        pytest.param(der(ed25519.Ed25519PrivateKey.generate()), id="another kind"),
    ],
)
def test_what_is_no_such_key_is_refused(data: bytes) -> None:
    with pytest.raises(Failure) as refused:
        decode_private_key(data)
    assert refused.value.code is Code.INTEGRITY
