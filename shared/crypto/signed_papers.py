"""The two papers of every joining: a request for a certificate, and the admission that answers it (§9.1–9.4).

A request is ``lv(label, name, certificate request, …, signature by the TLS key)``; an admission is
``lv(label, certificate, authority, head-office URI, address, …, signature by the authority)``. What stands at
the dots only one kind of paper has, and the label says which kind it is. Signatures are ECDSA P-256 with
SHA-256, deterministic, over everything before them. People compare fingerprints over another way (telephone,
paper): of the request's bytes at the head office, of the authority's certificate where the admission is
accepted. Any altered bit is refused. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.crypto.certificates import (
    UNVERIFIABLE,
    Authority,
    certificate_der,
    certificate_sha256,
    check_authority,
    check_issued_by,
    decode_certificate,
)
from shared.crypto.labels import Label
from shared.crypto.tls_keys import PrivateKey, PublicKey
from shared.encoding import Item, lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_identity

MAX_REQUEST_BYTES = 16 * 1024
MAX_ADMISSION_BYTES = 16 * 1024

_SIGNATURE = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_UNREADABLE: tuple[type[Exception], ...] = (Failure, *UNVERIFIABLE)  # what a made-up paper raises
_HOLDERS = {Role.BRANCH: "branch", Role.ADMIN: "administrator", Role.HEAD_OFFICE: "head office"}


@dataclass(frozen=True)
class Asked:
    """What a certificate is asked for with; the signature of the request was verified."""

    name: str
    public_key: PublicKey
    fingerprint: str


@dataclass(frozen=True)
class Admitted:
    """What makes somebody one of the head office's; the admission's signature and certificates were verified.

    Args:
        certificate: the holder's.
        authority: the head office's own authority.
        head_office_uri: the server's identity, part of every handshake (protocol §3.6).
        address: HOST:PORT where the head office is found.
    """

    certificate: x509.Certificate
    authority: x509.Certificate
    head_office_uri: str
    address: str

    @property
    def identity(self) -> Identity:
        """Who is admitted."""
        return check_issued_by(self.certificate, self.authority)

    @property
    def authority_fingerprint(self) -> str:
        """What people compare: SHA-256 of the authority's certificate, hexadecimal."""
        return certificate_sha256(self.authority).hex()


def request_fingerprint(data: bytes) -> str:
    """What people compare: SHA-256 of the request's bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sign_request(label: Label, name: str, key: PrivateKey, *more: bytes) -> bytes:
    """Make a request, signed by the TLS key that a certificate is asked for.

    Args:
        label: the kind of request.
        name: who asks; a name that was parsed.
        key: the TLS key.
        more: what this kind of request brings besides.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    request = builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    parts: tuple[Item, ...] = (label, name, request.public_bytes(serialization.Encoding.DER), *more)
    return lv(*parts, key.sign(lv(*parts), _SIGNATURE))


def read_request(
    data: bytes, label: Label, parse_name: Callable[[str], str], more: int = 0
) -> tuple[Asked, list[bytes]]:
    """Read and verify a request. Its certificate request gives a key and nothing else.

    Args:
        data: the request's bytes.
        label: the kind that it must be.
        parse_name: checks the name.
        more: how many items this kind brings besides.

    Returns:
        Who asks, and the items besides, which are the caller's to check.

    Raises:
        Exception: whatever :func:`intact` tells as one thing.
    """
    kind, name, request, *others, signature = unlv(data, 4 + more)
    asked = x509.load_der_x509_csr(request)
    key = _p256(asked.public_key())
    key.verify(signature, lv(kind, name, request, *others), _SIGNATURE)
    if kind != label.encode() or not asked.is_signature_valid:
        raise Failure(Code.MALFORMED)
    return Asked(parse_name(name.decode()), key, request_fingerprint(data)), others


def sign_admission(label: Label, authority: Authority, admitted: Admitted, *more: bytes) -> bytes:
    """Encode an admission and sign it with the authority's key.

    Args:
        label: the kind of admission.
        authority: who signs.
        admitted: what every admission says.
        more: what this kind of admission says besides.
    """
    parts: tuple[Item, ...] = (
        label,
        certificate_der(admitted.certificate),
        certificate_der(admitted.authority),
        admitted.head_office_uri,
        admitted.address,
        *more,
    )
    return lv(*parts, authority.key.sign(lv(*parts), _SIGNATURE))


def read_admission(data: bytes, label: Label, role: Role, more: int = 0) -> tuple[Admitted, list[bytes]]:
    """Read an admission and verify everything in it against the authority that it brings.

    Whether that authority is the head office's, only people can say, by its fingerprint.

    Args:
        data: the admission's bytes.
        label: the kind that it must be.
        role: what the holder of its certificate must be.
        more: how many items this kind says besides.

    Returns:
        What every admission says, and the items besides, which are the caller's to check.

    Raises:
        Exception: whatever :func:`intact` tells as one thing.
    """
    kind, certificate, authority, uri, address, *others, signature = unlv(data, 6 + more)
    signer = decode_certificate(authority)
    signed = lv(kind, certificate, authority, uri, address, *others)
    _p256(signer.public_key()).verify(signature, signed, _SIGNATURE)
    domain = check_authority(signer)
    admitted = Admitted(decode_certificate(certificate), signer, uri.decode(), address.decode())
    if kind != label.encode() or admitted.identity.role is not role:
        raise Failure(Code.MALFORMED)
    if parse_identity(admitted.head_office_uri) != Identity(domain, Role.HEAD_OFFICE):
        raise Failure(Code.MALFORMED)
    return admitted, others


@contextmanager
def intact(sentence: str) -> Iterator[None]:
    """Tell whatever is wrong with the paper that the block reads as one thing.

    Args:
        sentence: what is said of a paper that is not what somebody signed.

    Raises:
        Failure: ``INTEGRITY``.
    """
    try:
        yield
    except _UNREADABLE:
        raise Failure(Code.INTEGRITY, sentence) from None


def check_admits(admitted: Admitted, name: str, public_key: PublicKey) -> None:
    """Check that an admission is for ``name`` with this TLS key.

    Raises:
        Failure: ``PERMISSION_DENIED`` otherwise.
    """
    identity = admitted.identity
    holder = _HOLDERS[identity.role]
    if identity.name != name:
        sentence = f"This admission is for {holder} {identity.name}, not for {name}; ask for the right one."
        raise Failure(Code.PERMISSION_DENIED, sentence)
    if admitted.certificate.public_key() != public_key:
        sentence = f"This admission answers another request of {holder} {name}; have the newest answered."
        raise Failure(Code.PERMISSION_DENIED, sentence)


def _p256(key: object) -> PublicKey:
    """A public key, which must be one on P-256."""
    if not isinstance(key, PublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Failure(Code.MALFORMED)
    return key
