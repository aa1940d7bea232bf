"""Ephemeral agreement by ML-KEM-768 (FIPS 203) and X25519 (RFC 7748) together (protocol §3.1, §3.4, §3.6).

The two shared secrets stay apart here; the protocol binds both into one key together with the transcript, so
that the result is secret while either of the two is.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

MLKEM_SEED_BYTES = 64
MLKEM_ENCAPSULATION_KEY_BYTES = 1184
MLKEM_CIPHERTEXT_BYTES = 1088
X25519_BYTES = 32


@dataclass(frozen=True, eq=False)
class Agreement:
    """The two shared secrets of one agreement, 32 bytes each."""

    mlkem: Secret
    x25519: Secret

    def wipe(self) -> None:
        """Overwrite both."""
        self.mlkem.wipe()
        self.x25519.wipe()


@dataclass(frozen=True)
class Encapsulation:
    """What answers an :class:`EphemeralKey`: the ML-KEM ciphertext and an X25519 public key."""

    mlkem_ciphertext: bytes
    x25519_public_key: bytes


class EphemeralKey:
    """The asking end's key pair, for one agreement.

    Args:
        randomness: gives the 64 bytes of the ML-KEM seed and the 32 of the X25519 scalar, so that a replay of
            it recomputes every secret.

    Attributes:
        mlkem_encapsulation_key: 1,184 bytes, public.
        x25519_public_key: 32 bytes, public.
    """

    def __init__(self, randomness: Randomness) -> None:
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(randomness.token(MLKEM_SEED_BYTES))
        self._x25519 = X25519PrivateKey.from_private_bytes(randomness.token(X25519_BYTES))
        self.mlkem_encapsulation_key = self._mlkem.public_key().public_bytes_raw()
        self.x25519_public_key = self._x25519.public_key().public_bytes_raw()

    def agree(self, answer: Encapsulation) -> Agreement:
        """Compute the secrets that the answering end has.

        Raises:
            Failure: ``MALFORMED`` when a length is wrong or the X25519 key is of low order.
        """
        mlkem = _decapsulate(self._mlkem, answer.mlkem_ciphertext)
        return Agreement(mlkem, _exchange(self._x25519, answer.x25519_public_key))


def encapsulate(
    mlkem_encapsulation_key: bytes, x25519_public_key: bytes, randomness: Randomness
) -> tuple[Encapsulation, Agreement]:
    """Answer an ephemeral key.

    ML-KEM's own 32 bytes of randomness come from the cryptography library, which takes none from outside; the
    asking end's seed alone recomputes the secret.

    Raises:
        Failure: ``MALFORMED`` when either key is not one.
    """
    private = X25519PrivateKey.from_private_bytes(randomness.token(X25519_BYTES))
    x25519 = _exchange(private, x25519_public_key)
    try:
        shared, ciphertext = MLKEM768PublicKey.from_public_bytes(mlkem_encapsulation_key).encapsulate()
    except ValueError:
        raise Failure(Code.MALFORMED, field="mlkem_encapsulation_key") from None
    answer = Encapsulation(ciphertext, private.public_key().public_bytes_raw())
    return answer, Agreement(Secret(shared), x25519)


def _decapsulate(private: MLKEM768PrivateKey, ciphertext: bytes) -> Secret:
    # A ciphertext of the right length that was altered gives another secret, not an error (FIPS 203 §6.3);
    # it is the proofs that fail then.
    try:
        return Secret(private.decapsulate(ciphertext))
    except ValueError:
        raise Failure(Code.MALFORMED, field="mlkem_ciphertext") from None


def _exchange(private: X25519PrivateKey, public: bytes) -> Secret:
    # The library refuses the all-zero result of a point of low order (RFC 7748 §6.1).
    try:
        return Secret(private.exchange(X25519PublicKey.from_public_bytes(public)))
    except ValueError:
        raise Failure(Code.MALFORMED, field="x25519_public_key") from None
