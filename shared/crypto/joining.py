"""How a branch becomes one of the head office's: its request and the answering admission (protocol §9.1–9.2).

A request is ``lv(label, name, certificate request, HPKE public key, signature by the TLS key)``; an admission
is ``lv(label, certificate, authority, head-office URI, address, log key, package key, signature by the
authority)``. People compare fingerprints over another way (telephone, paper): of the request's bytes at the
head office, of the authority's certificate at the branch. Any altered bit is refused. Pure.
"""

from __future__ import annotations

import hashlib
import re
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
from shared.crypto.labels import Label
from shared.crypto.packages import check_hpke_public_key
from shared.crypto.paper_signatures import SIGNATURE, UNREADABLE, p256
from shared.crypto.signatures import SIGNING_KEY_BYTES
from shared.crypto.tls_keys import PrivateKey, PublicKey
from shared.encoding import lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_branch_name, parse_identity

MAX_REQUEST_BYTES = 16 * 1024
MAX_ADMISSION_BYTES = 16 * 1024

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BranchRequest:
    """What a branch asks to be admitted with; its signature was verified."""

    name: str
    public_key: PublicKey
    hpke_public_key: bytes
    fingerprint: str


@dataclass(frozen=True)
class Admission:
    """What makes a branch one of the head office's; its signature and certificates were verified.

    Args:
        certificate: the branch's.
        authority: the head office's own authority.
        head_office_uri: the server's identity, part of every handshake (protocol §3.6).
        address: HOST:PORT that the branch connects to.
        log_key: Ed25519 public key of audit checkpoints (32 bytes).
        package_key: Ed25519 public key of enrolment packages (32 bytes).
    """

    certificate: x509.Certificate
    authority: x509.Certificate
    head_office_uri: str
    address: str
    log_key: bytes
    package_key: bytes

    @property
    def identity(self) -> Identity:
        """The admitted branch."""
        return check_issued_by(self.certificate, self.authority)

    @property
    def authority_fingerprint(self) -> str:
        """What people compare: SHA-256 of the authority's certificate, hexadecimal."""
        return certificate_sha256(self.authority).hex()


def make_request(name: str, key: PrivateKey, hpke_public_key: bytes) -> bytes:
    """Make a branch's request to join, signed by its TLS key over all of it.

    Raises:
        Failure: ``INVALID_INPUT`` when the name is none.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, parse_branch_name(name))])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    request = builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    parts = (Label.BRANCH_REQUEST, name, request.public_bytes(serialization.Encoding.DER), hpke_public_key)
    return lv(*parts, key.sign(lv(*parts), SIGNATURE))


def parse_request(data: bytes) -> BranchRequest:
    """Read and verify a branch's request. Its certificate request gives a key and nothing else.

    Raises:
        Failure: ``INTEGRITY`` when it is not what a branch signed.
    """
    try:
        label, name, request, hpke_public_key, signature = unlv(data, 5)
        asked = x509.load_der_x509_csr(request)
        key = p256(asked.public_key())
        key.verify(signature, lv(label, name, request, hpke_public_key), SIGNATURE)
        if label != Label.BRANCH_REQUEST.encode() or not asked.is_signature_valid:
            raise Failure(Code.MALFORMED)
        check_hpke_public_key(hpke_public_key)
        return BranchRequest(
            parse_branch_name(name.decode()), key, hpke_public_key, request_fingerprint(data)
        )
    except UNREADABLE:
        sentence = "This is no intact request of a branch; have the branch send it again."
        raise Failure(Code.INTEGRITY, sentence) from None


def request_fingerprint(data: bytes) -> str:
    """What people compare: SHA-256 of the request's bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def make_admission(authority: Authority, admission: Admission) -> bytes:
    """Encode an admission and sign it with the authority's key."""
    parts = (
        Label.ADMISSION,
        certificate_der(admission.certificate),
        certificate_der(admission.authority),
        admission.head_office_uri,
        admission.address,
        admission.log_key,
        admission.package_key,
    )
    return lv(*parts, authority.key.sign(lv(*parts), SIGNATURE))


def parse_admission(data: bytes) -> Admission:
    """Read an admission and verify everything in it against the authority that it brings.

    Whether that authority is the head office's, only people can say, by its fingerprint.

    Raises:
        Failure: ``INTEGRITY`` when any part is not what the authority signed.
    """
    try:
        label, certificate, authority, uri, address, log_key, package_key, signature = unlv(data, 8)
        signer = decode_certificate(authority)
        signed = lv(label, certificate, authority, uri, address, log_key, package_key)
        p256(signer.public_key()).verify(signature, signed, SIGNATURE)
        domain = check_authority(signer)
        admission = Admission(
            decode_certificate(certificate), signer, uri.decode(), address.decode(), log_key, package_key
        )
        keys_are_keys = len(log_key) == len(package_key) == SIGNING_KEY_BYTES
        if label != Label.ADMISSION.encode() or not keys_are_keys:
            raise Failure(Code.MALFORMED)
        if parse_identity(admission.head_office_uri) != Identity(domain, Role.HEAD_OFFICE):
            raise Failure(Code.MALFORMED)
        if admission.identity.role is not Role.BRANCH:
            raise Failure(Code.MALFORMED)
        return admission
    except UNREADABLE:
        sentence = "This is no intact admission; ask the head office to send it again."
        raise Failure(Code.INTEGRITY, sentence) from None


def check_admits(admission: Admission, name: str, public_key: PublicKey) -> None:
    """Check that an admission is for the branch ``name`` with this TLS key.

    Raises:
        Failure: ``PERMISSION_DENIED`` otherwise.
    """
    admitted = admission.identity.name
    if admitted != name:
        sentence = f"This admission is for branch {admitted}, not for {name}; ask for the right one."
        raise Failure(Code.PERMISSION_DENIED, sentence)
    if admission.certificate.public_key() != public_key:
        sentence = f"This admission answers another request of branch {name}; have the newest approved."
        raise Failure(Code.PERMISSION_DENIED, sentence)


def parse_fingerprint(text: str) -> str:
    """Read a fingerprint as people pass it on: hexadecimal, with or without colons and blanks.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not 64 hexadecimal digits.
    """
    digits = re.sub(r"[\s:]", "", text).lower()
    if not _FINGERPRINT.fullmatch(digits):
        sentence = "A fingerprint is 64 hexadecimal digits; colons and blanks between them do not matter."
        raise Failure(Code.INVALID_INPUT, sentence, field="fingerprint")
    return digits
