"""Enrolment packages (protocol §9.3): an enrolment on its way to one branch, closed to everyone else.

HPKE (RFC 9180) with the hybrid KEM MLKEM768_X25519 to the branch's key, then an Ed25519 signature by the head
office's package key, which is verified first: HPKE's base mode authenticates nobody. Branch, user and
generation are bound by both. The package is ``lv(label, branch URI, user, generation, enc, ciphertext,
signature)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.signatures import is_signed, sign
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import parse_identity

HPKE_PUBLIC_KEY_BYTES = 1184 + 32
MAX_PACKAGE_BYTES = 64 * 1024 * 1024

_MLKEM_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184
_HPKE_SEED_BYTES = _MLKEM_SEED_BYTES + 32
_KEM = hpke.KEM.MLKEM768_X25519
_SUITE = hpke.Suite(_KEM, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_ENC_BYTES = _KEM.enc_length()


@dataclass(frozen=True)
class Address:
    """Whose enrolment a package holds and which branch it is for."""

    branch_uri: str
    user: int
    generation: int


def make_hpke_key(randomness: Randomness) -> Secret:
    """Draw a branch's HPKE private key: the ML-KEM-768 seed (64 bytes) and the X25519 key (32 bytes)."""
    return Secret(randomness.token(_HPKE_SEED_BYTES))


def hpke_public_key(private: Secret) -> bytes:
    """The public key of a private one: ML-KEM-768 encapsulation key and X25519 public key, 1,216 bytes."""
    mlkem, x25519 = _private_parts(private)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def check_hpke_public_key(data: bytes) -> None:
    """Check that ``data`` is an HPKE public key.

    Raises:
        Failure: ``MALFORMED`` otherwise.
    """
    _public_key(data)


def seal_package(address: Address, enrolment: bytes, recipient: bytes, signing_key: Secret) -> bytes:
    """Seal an enrolment for one branch.

    Args:
        address: branch, user and generation.
        enrolment: the enrolment's canonical bytes.
        recipient: the branch's HPKE public key.
        signing_key: the head office's package key.

    Returns:
        The package. Its KEM randomness is OpenSSL's own: HPKE has no port for it.
    """
    sealed = _SUITE.encrypt(enrolment, _public_key(recipient), _binding(address))
    parts = (
        Label.PACKAGE,
        address.branch_uri,
        address.user,
        address.generation,
        sealed[:_ENC_BYTES],
        sealed[_ENC_BYTES:],
    )
    return lv(*parts, sign(signing_key, lv(*parts)))


def read_address(package: bytes, package_key: bytes) -> Address:
    """Verify a package's signature and say whom it is for; nothing is opened.

    Args:
        package: the file's bytes.
        package_key: the head office's Ed25519 public key, from the admission.

    Raises:
        Failure: ``INTEGRITY`` when it is not what the head office signed.
    """
    return _verify(package, package_key)[0]


def open_package(
    package: bytes, branch_uri: str, private: Secret, package_key: bytes
) -> tuple[Address, bytes]:
    """Open a package at the branch it is for; the signature is verified before anything is decrypted.

    Returns:
        The address and the enrolment's canonical bytes.

    Raises:
        Failure: ``INTEGRITY`` when it was altered or is not from this head office; ``PERMISSION_DENIED``
            when it is for another branch, or for a key this branch no longer has.
    """
    address, sealed = _verify(package, package_key)
    if address.branch_uri != branch_uri:
        theirs = parse_identity(address.branch_uri).name
        sentence = f"This enrolment is for branch {theirs}; ask the head office for one for this branch."
        raise Failure(Code.PERMISSION_DENIED, sentence)
    key = hpke.MLKEM768X25519PrivateKey(*_private_parts(private))
    try:
        return address, _SUITE.decrypt(sealed, key, _binding(address))
    except (InvalidTag, ValueError):
        sentence = "This enrolment was sealed for an earlier key of this branch; ask for a new one."
        raise Failure(Code.PERMISSION_DENIED, sentence) from None


def _verify(package: bytes, package_key: bytes) -> tuple[Address, bytes]:
    try:
        label, branch_uri, user, generation, enc, ciphertext, signature = unlv(package, 7)
        signed = lv(label, branch_uri, user, generation, enc, ciphertext)
        if not is_signed(package_key, signature, signed):
            raise Failure(Code.INTEGRITY)
        if label != Label.PACKAGE.encode() or len(enc) != _ENC_BYTES:
            raise Failure(Code.MALFORMED)
        address = Address(branch_uri.decode("utf-8"), integer(user), integer(generation))
        parse_identity(address.branch_uri)
    except (Failure, ValueError):
        sentence = "This is no intact enrolment package of this head office; ask it to send another."
        raise Failure(Code.INTEGRITY, sentence) from None
    return address, enc + ciphertext


def _binding(address: Address) -> bytes:
    return lv(Label.PACKAGE, address.branch_uri, address.user, address.generation)


def _private_parts(private: Secret) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    seed = private.export_bytes()
    if len(seed) != _HPKE_SEED_BYTES:
        raise Failure(Code.INTEGRITY, "The stored key for enrolment packages cannot be read.")
    return (
        MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED_BYTES:]),
    )


def _public_key(data: bytes) -> hpke.MLKEM768X25519PublicKey:
    try:
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(data[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(data[_MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError:
        raise Failure(Code.MALFORMED, "The branch's key for enrolment packages cannot be read.") from None
