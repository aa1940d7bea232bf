"""How an administrator gets a certificate: the request and the answering admission (protocol §9.4).

The ceremony is that of a branch (:mod:`shared.crypto.joining`) without what only exchanges need. A request is
``lv(label, name, certificate request, signature by the TLS key)``; an admission is ``lv(label, certificate,
authority, head-office URI, address, signature by the authority)``. People compare fingerprints over another
way: of the request's bytes at the head office, of the authority's certificate at the administrator's machine.
Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from shared.crypto.certificates import (
    Authority,
    certificate_der,
    certificate_sha256,
    check_authority,
    check_issued_by,
    decode_certificate,
)
from shared.crypto.joining import request_fingerprint
from shared.crypto.labels import Label
from shared.crypto.paper_signatures import SIGNATURE, UNREADABLE, p256
from shared.crypto.tls_keys import PrivateKey, PublicKey
from shared.encoding import lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_admin_name, parse_identity


@dataclass(frozen=True)
class AdminRequest:
    """What an administrator asks for a certificate with; its signature was verified."""

    name: str
    public_key: PublicKey
    fingerprint: str


@dataclass(frozen=True)
class AdminAdmission:
    """What makes somebody an administrator; its signature and certificates were verified.

    Args:
        certificate: the administrator's.
        authority: the head office's own authority.
        head_office_uri: the server's identity.
        address: HOST:PORT where the head office is found.
    """

    certificate: x509.Certificate
    authority: x509.Certificate
    head_office_uri: str
    address: str

    @property
    def identity(self) -> Identity:
        """The admitted administrator."""
        return check_issued_by(self.certificate, self.authority)

    @property
    def authority_fingerprint(self) -> str:
        """What people compare: SHA-256 of the authority's certificate, hexadecimal."""
        return certificate_sha256(self.authority).hex()


def make_admin_request(name: str, key: PrivateKey) -> bytes:
    """Make an administrator's request, signed by the TLS key over all of it.

    Raises:
        Failure: ``INVALID_INPUT`` when the name is none.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, parse_admin_name(name))])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    request = builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    parts = (Label.ADMIN_REQUEST, name, request.public_bytes(serialization.Encoding.DER))
    return lv(*parts, key.sign(lv(*parts), SIGNATURE))


def parse_admin_request(data: bytes) -> AdminRequest:
    """Read and verify an administrator's request. Its certificate request gives a key and nothing else.

    Raises:
        Failure: ``INTEGRITY`` when it is not what an administrator signed.
    """
    try:
        label, name, request, signature = unlv(data, 4)
        asked = x509.load_der_x509_csr(request)
        key = p256(asked.public_key())
        key.verify(signature, lv(label, name, request), SIGNATURE)
        if label != Label.ADMIN_REQUEST.encode() or not asked.is_signature_valid:
            raise Failure(Code.MALFORMED)
        return AdminRequest(parse_admin_name(name.decode()), key, request_fingerprint(data))
    except UNREADABLE:
        sentence = "This is no intact request of an administrator; have it sent again."
        raise Failure(Code.INTEGRITY, sentence) from None


def make_admin_admission(authority: Authority, admission: AdminAdmission) -> bytes:
    """Encode an admission and sign it with the authority's key."""
    parts = (
        Label.ADMIN_ADMISSION,
        certificate_der(admission.certificate),
        certificate_der(admission.authority),
        admission.head_office_uri,
        admission.address,
    )
    return lv(*parts, authority.key.sign(lv(*parts), SIGNATURE))


def parse_admin_admission(data: bytes) -> AdminAdmission:
    """Read an admission and verify everything in it against the authority that it brings.

    Whether that authority is the head office's, only people can say, by its fingerprint.

    Raises:
        Failure: ``INTEGRITY`` when any part is not what the authority signed.
    """
    try:
        label, certificate, authority, uri, address, signature = unlv(data, 6)
        signer = decode_certificate(authority)
        signed = lv(label, certificate, authority, uri, address)
        p256(signer.public_key()).verify(signature, signed, SIGNATURE)
        domain = check_authority(signer)
        admission = AdminAdmission(decode_certificate(certificate), signer, uri.decode(), address.decode())
        if label != Label.ADMIN_ADMISSION.encode():
            raise Failure(Code.MALFORMED)
        if parse_identity(admission.head_office_uri) != Identity(domain, Role.HEAD_OFFICE):
            raise Failure(Code.MALFORMED)
        if admission.identity.role is not Role.ADMIN:
            raise Failure(Code.MALFORMED)
        return admission
    except UNREADABLE:
        sentence = "This is no intact admission of an administrator; ask the head office to send it again."
        raise Failure(Code.INTEGRITY, sentence) from None


def check_admits_admin(admission: AdminAdmission, name: str, public_key: PublicKey) -> None:
    """Check that an admission is for the administrator ``name`` with this TLS key.

    Raises:
        Failure: ``PERMISSION_DENIED`` otherwise.
    """
    admitted = admission.identity.name
    if admitted != name:
        sentence = f"This admission is for administrator {admitted}, not for {name}; ask for the right one."
        raise Failure(Code.PERMISSION_DENIED, sentence)
    if admission.certificate.public_key() != public_key:
        sentence = f"This admission answers another request of {name}; have the newest one answered."
        raise Failure(Code.PERMISSION_DENIED, sentence)
