"""The profiles of protocol §2.1, and what does not have one."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from shared.crypto.certificates import (
    CLOCK_TOLERANCE,
    HEAD_OFFICE_DNS_NAME,
    Authority,
    certificate_der,
    certificate_pem,
    check_authority,
    check_issued_by,
    create_authority,
    decode_certificate,
    identity_of,
)
from shared.crypto.tls_keys import make_private_key
from shared.crypto.validity import check_valid_at
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.replay_randomness import ReplayRandomness
from tests.shared.crypto.joining_parties import DOMAIN, HEAD_OFFICE, NOW, HeadOfficeKeys, branch_identity

BASRA = branch_identity("basra")
ADMIN = Identity(DOMAIN, Role.ADMIN, "local")
ROLES = [
    pytest.param(BASRA, id="branch"),
    pytest.param(ADMIN, id="admin"),
    pytest.param(HEAD_OFFICE, id="server"),
]


@pytest.fixture(scope="module")
def office() -> HeadOfficeKeys:
    """A head office."""
    return HeadOfficeKeys()


def issue(office: HeadOfficeKeys, identity: Identity, now: dt.datetime = NOW) -> x509.Certificate:
    """A certificate of a fresh key."""
    key = make_private_key(office.randomness)
    return office.authority.issue(identity, key.public_key(), now, office.randomness)


@pytest.mark.parametrize("identity", ROLES)
def test_the_identity_is_the_one_uri(office: HeadOfficeKeys, identity: Identity) -> None:
    certificate = issue(office, identity)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == [identity.uri]
    assert identity_of(certificate) == identity
    assert check_issued_by(certificate, office.authority.certificate) == identity


@pytest.mark.parametrize(
    ("identity", "usage", "dns"),
    [
        pytest.param(BASRA, ExtendedKeyUsageOID.CLIENT_AUTH, [], id="branch"),
        pytest.param(ADMIN, ExtendedKeyUsageOID.CLIENT_AUTH, [], id="admin"),
        pytest.param(HEAD_OFFICE, ExtendedKeyUsageOID.SERVER_AUTH, [HEAD_OFFICE_DNS_NAME], id="server"),
    ],
)
def test_usage_and_dns_name_follow_from_the_role(
    office: HeadOfficeKeys, identity: Identity, usage: x509.ObjectIdentifier, dns: list[str]
) -> None:
    extensions = issue(office, identity).extensions
    assert list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [usage]
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == dns
    assert len(list(names)) == 1 + len(dns)
    constraints = extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert not constraints.value.ca


def test_the_authority_signs_certificates_and_nothing_below_it_does(office: HeadOfficeKeys) -> None:
    certificate = office.authority.certificate
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (constraints.ca, constraints.path_length) == (True, 0)
    assert (usage.key_cert_sign, usage.digital_signature) == (True, False)
    assert check_authority(certificate) == DOMAIN


def test_validity_starts_a_little_earlier_and_never_outlives_the_authority(office: HeadOfficeKeys) -> None:
    assert issue(office, BASRA).not_valid_before_utc == NOW - CLOCK_TOLERANCE
    end = office.authority.certificate.not_valid_after_utc
    late = issue(office, BASRA, end - dt.timedelta(days=1))
    assert late.not_valid_after_utc == end


def test_everything_follows_from_the_randomness() -> None:
    made = [create_authority(DOMAIN, NOW, ReplayRandomness("same")).certificate for _ in range(2)]
    assert certificate_der(made[0]) == certificate_der(made[1])


@pytest.mark.parametrize("encode", [certificate_pem, certificate_der], ids=["PEM", "DER"])
def test_a_certificate_is_read_back(office: HeadOfficeKeys, encode: object) -> None:
    assert callable(encode)
    assert decode_certificate(encode(office.authority.certificate)) == office.authority.certificate


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\n", id="cut PEM"),
        pytest.param(b"\x30\x03\x02\x01", id="cut DER"),
    ],
)
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(Failure) as refused:
        decode_certificate(data)
    assert refused.value.code is Code.MALFORMED


def test_another_authority_of_the_same_name_did_not_issue_it(office: HeadOfficeKeys) -> None:
    other = HeadOfficeKeys("impostor")
    with pytest.raises(Failure) as refused:
        check_issued_by(issue(other, BASRA), office.authority.certificate)
    assert refused.value.code is Code.UNAUTHENTICATED


def test_an_authority_serves_its_own_domain_only(office: HeadOfficeKeys) -> None:
    with pytest.raises(ValueError, match="own trust domain"):
        issue(office, Identity("elsewhere.example", Role.BRANCH, "basra"))


def crafted(authority: Authority, *extensions: x509.ExtensionType) -> x509.Certificate:
    """A certificate that the authority's key signed with a profile of its own."""
    now = NOW
    builder = x509.CertificateBuilder(
        issuer_name=authority.certificate.subject,
        subject_name=authority.certificate.subject,
        public_key=authority.key.public_key(),
        serial_number=7,
        not_valid_before=now,
        not_valid_after=now + dt.timedelta(days=1),
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(authority.key, hashes.SHA256())


def names(*uris: str, dns: tuple[str, ...] = ()) -> x509.SubjectAlternativeName:
    """A SAN extension."""
    return x509.SubjectAlternativeName(
        [*(x509.UniformResourceIdentifier(uri) for uri in uris), *(x509.DNSName(name) for name in dns)]
    )


@pytest.mark.parametrize(
    "extensions",
    [
        pytest.param((), id="no names"),
        pytest.param((names(BASRA.uri),), id="a name and no profile"),
        pytest.param((names(BASRA.uri, branch_identity("mosul").uri),), id="two identities"),
        pytest.param((names(BASRA.uri, dns=(HEAD_OFFICE_DNS_NAME,)),), id="the server's DNS name"),
        pytest.param((names("https://ridgekey.internal/branch/basra"),), id="another scheme"),
        pytest.param((names("spiffe://ridgekey.internal/janitor/basra"),), id="another role"),
        pytest.param(
            (names(BASRA.uri), x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])),
            id="a server",
        ),
    ],
)
def test_a_certificate_without_the_profile_proves_nothing(
    office: HeadOfficeKeys, extensions: tuple[x509.ExtensionType, ...]
) -> None:
    with pytest.raises(Failure) as refused:
        check_issued_by(crafted(office.authority, *extensions), office.authority.certificate)
    assert refused.value.code is Code.UNAUTHENTICATED


def test_a_leaf_is_no_authority(office: HeadOfficeKeys) -> None:
    with pytest.raises(Failure) as refused:
        check_authority(issue(office, BASRA))
    assert refused.value.code is Code.UNAUTHENTICATED


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        pytest.param(NOW - dt.timedelta(days=1), Code.CLOCK_WRONG, id="a day before"),
        pytest.param(NOW + dt.timedelta(days=4000), Code.CERTIFICATE_EXPIRED, id="long after"),
    ],
)
def test_a_clock_outside_the_validity_is_named(
    office: HeadOfficeKeys, moment: dt.datetime, code: Code
) -> None:
    certificate = issue(office, BASRA)
    check_valid_at(certificate, NOW)
    with pytest.raises(Failure) as refused:
        check_valid_at(certificate, moment)
    assert refused.value.code is code
