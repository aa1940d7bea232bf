"""Certificates of the head office's own authority, with the profiles of protocol §2.1 and no others.

Everything is ECDSA P-256 with SHA-256, which gRPC accepts at both ends. An identity is the one URI SAN. A
branch or admin certificate has EKU clientAuth only and no DNS SAN; the head office has EKU serverAuth only
and one fixed DNS SAN, which clients use as target-name override. Without this split a branch's certificate
would pass as the head office. Subject and extensions of a request are ignored; the authority writes its own.

Pure: time and randomness are arguments.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shared.crypto.randomness import Randomness
from shared.crypto.tls_keys import PrivateKey, PublicKey, make_private_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_identity

HEAD_OFFICE_DNS_NAME = "head-office.ridgekey.internal"
"""The fixed DNS SAN of the head office, and the target-name override of every client (protocol §2.1)."""

AUTHORITY_LIFETIME = dt.timedelta(days=3652)
SERVER_LIFETIME = dt.timedelta(days=825)
CLIENT_LIFETIME = dt.timedelta(days=825)
CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""Certificates start this long before they are made, for clocks that are a little slow."""

UNVERIFIABLE: tuple[type[Exception], ...] = (
    ValueError,
    TypeError,
    InvalidSignature,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)
"""What ``cryptography`` raises over certificates and requests that somebody made up."""

_Extension = tuple[x509.ExtensionType, bool]  # and whether it is critical
_SERIAL_BYTES = 19  # RFC 5280 §4.1.2.2 allows 20 octets of a positive number


@dataclass(frozen=True)
class Authority:
    """The head office's certificate authority: its certificate and its private key."""

    certificate: x509.Certificate
    key: PrivateKey = field(repr=False)

    def issue(
        self,
        identity: Identity,
        public_key: PublicKey,
        now: dt.datetime,
        randomness: Randomness,
        lifetime: dt.timedelta | None = None,
    ) -> x509.Certificate:
        """Issue the certificate of ``identity`` for ``public_key`` with the profile of its role.

        Args:
            identity: the holder; its trust domain must be the authority's.
            public_key: the holder's P-256 key.
            now: an aware time; validity starts :data:`CLOCK_TOLERANCE` before it.
            randomness: for the serial number.
            lifetime: of a head office or a client by default; never beyond the authority's own end.

        Raises:
            ValueError: the identity belongs to another trust domain.
        """
        if identity.trust_domain != authority_domain(self.certificate):
            raise ValueError("an authority issues only for its own trust domain")
        if lifetime is None:
            lifetime = SERVER_LIFETIME if identity.role is Role.HEAD_OFFICE else CLIENT_LIFETIME
        end = min(now + lifetime, self.certificate.not_valid_after_utc)
        builder = _begin(_leaf_name(identity), self.certificate.subject, public_key, randomness)
        builder = builder.not_valid_before(now - CLOCK_TOLERANCE).not_valid_after(end)
        for extension, critical in _leaf_extensions(identity, public_key, self.key.public_key()):
            builder = builder.add_extension(extension, critical=critical)
        return _sign(builder, self.key)


def create_authority(trust_domain: str, now: dt.datetime, randomness: Randomness) -> Authority:
    """Make a new self-signed authority for ``trust_domain``: path length 0, signs certificates only."""
    key = make_private_key(randomness)
    name = _name("RidgeKey authority", trust_domain)
    public = key.public_key()
    builder = _begin(name, name, public, randomness)
    builder = builder.not_valid_before(now - CLOCK_TOLERANCE).not_valid_after(now + AUTHORITY_LIFETIME)
    for extension, critical in _authority_extensions(public):
        builder = builder.add_extension(extension, critical=critical)
    return Authority(_sign(builder, key), key)


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """A certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def certificate_der(certificate: x509.Certificate) -> bytes:
    """A certificate as DER: the bytes that the context CI of protocol §3.6 hashes."""
    return certificate.public_bytes(serialization.Encoding.DER)


def certificate_sha256(certificate: x509.Certificate) -> bytes:
    """SHA-256 of the certificate's DER (32 bytes); shown in hexadecimal as its fingerprint."""
    return certificate.fingerprint(hashes.SHA256())


def decode_certificate(data: bytes) -> x509.Certificate:
    """Read a certificate from PEM or DER.

    Raises:
        Failure: ``MALFORMED`` when the bytes are none.
    """
    try:
        if data.startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except UNVERIFIABLE:
        raise Failure(Code.MALFORMED, "The certificate cannot be read.") from None


def authority_domain(authority: x509.Certificate) -> str:
    """The trust domain that an authority's certificate names.

    Raises:
        Failure: ``UNAUTHENTICATED`` when it is no authority of RidgeKey's making.
    """
    names = authority.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    if len(names) != 1:
        raise Failure(Code.UNAUTHENTICATED, "The authority's certificate names no trust domain.")
    return parse_identity(f"spiffe://{names[0].value!s}/{Role.HEAD_OFFICE.value}").trust_domain


def check_authority(authority: x509.Certificate) -> str:
    """Verify that a certificate is that of an authority of RidgeKey's making, signed by itself.

    Returns:
        Its trust domain.

    Raises:
        Failure: ``UNAUTHENTICATED`` otherwise.
    """
    try:
        public = authority.public_key()
        authority.verify_directly_issued_by(authority)
    except UNVERIFIABLE:
        raise Failure(Code.UNAUTHENTICATED, "The authority's certificate does not verify.") from None
    if not isinstance(public, PublicKey) or _extensions(authority) != _table(_authority_extensions(public)):
        raise Failure(Code.UNAUTHENTICATED, "The authority's certificate is not of RidgeKey's making.")
    return authority_domain(authority)


def identity_of(certificate: x509.Certificate) -> Identity:
    """The identity that a certificate's one URI SAN names (protocol §2.1).

    Raises:
        Failure: ``UNAUTHENTICATED`` unless there is exactly one and it has the right form.
    """
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except UNVERIFIABLE:
        raise Failure(Code.UNAUTHENTICATED, "The certificate carries no identity.") from None
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    if len(uris) != 1:
        raise Failure(Code.UNAUTHENTICATED, "The certificate must carry exactly one identity.")
    return parse_identity(uris[0])


def check_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> Identity:
    """Verify that ``authority`` issued ``certificate`` with a profile of protocol §2.1.

    Returns:
        The identity it proves.

    Raises:
        Failure: ``UNAUTHENTICATED`` otherwise.
    """
    try:
        certificate.verify_directly_issued_by(authority)
        public, issuer = certificate.public_key(), authority.public_key()
    except UNVERIFIABLE:
        raise Failure(Code.UNAUTHENTICATED, "This head office's authority did not issue it.") from None
    identity = identity_of(certificate)
    if not isinstance(public, PublicKey) or not isinstance(issuer, PublicKey):
        raise Failure(Code.UNAUTHENTICATED, "The certificate's key is not of the kind RidgeKey uses.")
    expected = _table(_leaf_extensions(identity, public, issuer))
    if _extensions(certificate) != expected or identity.trust_domain != authority_domain(authority):
        raise Failure(Code.UNAUTHENTICATED, "The certificate does not have the profile of its role.")
    return identity


def _authority_extensions(public_key: PublicKey) -> list[_Extension]:
    return [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_key_usage(signs_certificates=True), True),
        (x509.SubjectKeyIdentifier.from_public_key(public_key), False),
    ]


def _table(extensions: list[_Extension]) -> dict[x509.ObjectIdentifier, _Extension]:
    return {type(extension).oid: (extension, critical) for extension, critical in extensions}


def _extensions(certificate: x509.Certificate) -> dict[x509.ObjectIdentifier, _Extension]:
    try:
        return {e.oid: (e.value, e.critical) for e in certificate.extensions}
    except UNVERIFIABLE:
        raise Failure(Code.UNAUTHENTICATED, "The certificate's extensions cannot be read.") from None


def _leaf_extensions(identity: Identity, public_key: PublicKey, issuer_key: PublicKey) -> list[_Extension]:
    names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(identity.uri)]
    usage = ExtendedKeyUsageOID.CLIENT_AUTH
    if identity.role is Role.HEAD_OFFICE:
        names.append(x509.DNSName(HEAD_OFFICE_DNS_NAME))
        usage = ExtendedKeyUsageOID.SERVER_AUTH
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(signs_certificates=False), True),
        (x509.ExtendedKeyUsage([usage]), True),
        (x509.SubjectAlternativeName(names), False),
        (x509.SubjectKeyIdentifier.from_public_key(public_key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), False),
    ]


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _begin(
    subject: x509.Name, issuer: x509.Name, public_key: PublicKey, randomness: Randomness
) -> x509.CertificateBuilder:
    serial = int.from_bytes(randomness.token(_SERIAL_BYTES), "big") + 1
    return x509.CertificateBuilder(
        issuer_name=issuer, subject_name=subject, public_key=public_key, serial_number=serial
    )


def _sign(builder: x509.CertificateBuilder, key: PrivateKey) -> x509.Certificate:
    # Deterministic signatures (RFC 6979): a weak generator cannot give the authority's key away.
    return builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)


def _leaf_name(identity: Identity) -> x509.Name:
    return _name(identity.name or identity.role.value, identity.trust_domain)


def _name(common_name: str, trust_domain: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, trust_domain),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
