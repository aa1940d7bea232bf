"""How the papers that people carry between machines are signed: ECDSA P-256 with SHA-256, deterministic."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from shared.crypto.certificates import UNVERIFIABLE
from shared.crypto.tls_keys import PublicKey
from shared.errors import Code, Failure

SIGNATURE = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)

UNREADABLE: tuple[type[Exception], ...] = (Failure, *UNVERIFIABLE)
"""What reading a paper that somebody made up raises."""


def p256(key: object) -> PublicKey:
    """A public key, which must be one on P-256.

    Raises:
        Failure: ``MALFORMED`` for any other.
    """
    if not isinstance(key, PublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Failure(Code.MALFORMED)
    return key
