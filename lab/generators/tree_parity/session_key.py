"""Keys made of weights: to compare weights without showing them, and the key of the exchange.

Weights are never sent, nor a bare hash of them: a hash could be compared with guesses of anyone's.
"""

from __future__ import annotations

import hmac

import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from lab.generators.labels import Label
from lab.generators.tree_parity.messages import Role
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import Weights
from shared.crypto.key_schedule import expand, extract, mac
from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure

FINGERPRINT_BYTES = 8


def weight_key(weights: Weights, parameters: TreeParity) -> Secret:
    """HKDF-SHA-256 of one machine's weights, 32 bytes.

    Args:
        weights: int16 [K, N]; their canonical bytes are w + L, one byte each, unit by unit.
        parameters: of the machine.
    """
    canonical = (weights + parameters.depth).astype(np.uint8).tobytes()
    context = lv(Label.WEIGHT_KEY, *parameters.shape, parameters.depth, parameters.rule)
    with extract(b"", canonical) as key:
        return expand(key, context)


def confirmation_tag(key: Secret, role: Role, transcript: bytes) -> bytes:
    """The MAC by which a party shows that it has these weights.

    Args:
        key: a :func:`weight_key`.
        role: the party's; without it one could send the other's MAC back.
        transcript: SHA-256 of all messages so far.
    """
    return mac(key, lv(Label.CONFIRMATION, role, transcript))


def is_confirmed(key: Secret, role: Role, transcript: bytes, tag: bytes) -> bool:
    """Whether a MAC is that of a party with these weights."""
    return hmac.compare_digest(confirmation_tag(key, role, transcript), tag)


def x25519_secret(private: X25519PrivateKey, public: bytes) -> Secret:
    """The X25519 shared secret (RFC 7748), 32 bytes.

    Raises:
        Failure: ``MALFORMED`` for a point of low order.
    """
    try:
        return Secret(private.exchange(X25519PublicKey.from_public_bytes(public)))
    except ValueError:
        raise Failure(Code.MALFORMED, field="public_key") from None


def session_key(weights: Secret, agreed: Secret, transcript: bytes) -> Secret:
    """The key of an exchange, 32 bytes: HKDF over the key of the weights and the X25519 secret together.

    Since weights can be learned by listening, it is X25519 alone that keeps it secret.

    Args:
        weights: a :func:`weight_key`.
        agreed: an :func:`x25519_secret`.
        transcript: SHA-256 of all messages.
    """
    material = Secret(lv(weights.export_view(), agreed.export_view()))
    with material, extract(transcript, material) as key:
        return expand(key, lv(Label.SESSION_KEY))


def fingerprint(key: Secret) -> str:
    """What two parties may show of a session key to see that it is the same, hexadecimal."""
    with expand(key, lv(Label.FINGERPRINT), FINGERPRINT_BYTES) as shown:
        return shown.export_bytes().hex()
