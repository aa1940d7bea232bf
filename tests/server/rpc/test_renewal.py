"""What a caller may have a certificate issued for: itself, with a new key of the right kind (§2.8)."""

from __future__ import annotations

from collections.abc import Callable

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from server.services.administration import show_branch
from shared.crypto.joining import make_request, parse_admission
from shared.crypto.labels import Label
from shared.crypto.packages import hpke_public_key, make_hpke_key
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import make_private_key
from shared.encoding import lv
from shared.errors import Code
from shared.identifiers import Identity, Role
from shared.stores.keyring import HPKE
from shared.wire.gen.ridgekey.v1 import exchange_pb2, exchange_pb2_grpc
from shared.wire.status import failure_from_rpc_error
from tests.loopback import audit
from tests.server.rpc.conftest import Post

RANDOMNESS = SystemRandomness()
Make = Callable[[Post], bytes]


def package_key(post: Post) -> bytes:
    """The branch's key for enrolment packages."""
    with post.basra.keyring.secret(HPKE) as private:
        return hpke_public_key(private)


def proper(post: Post) -> bytes:
    """What the branch itself would send."""
    return make_request("basra", make_private_key(RANDOMNESS), package_key(post))


def another_name(post: Post) -> bytes:
    """A request for somebody else's name."""
    return make_request("mosul", make_private_key(RANDOMNESS), package_key(post))


def another_package_key(post: Post) -> bytes:
    """A request after which no package that was sealed would open."""
    del post
    key = hpke_public_key(make_hpke_key(RANDOMNESS))
    return make_request("basra", make_private_key(RANDOMNESS), key)


def same_key(post: Post) -> bytes:
    """A request for the key that is to be replaced."""
    return make_request("basra", post.basra.certificates.key_of(post.basra.admission), package_key(post))


def of_kind(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> Make:
    """A request whose certificate request has a key of another kind; a P-256 key signs around it."""

    def make(post: Post) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "basra")])
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        encoded = request.public_bytes(serialization.Encoding.DER)
        parts = (Label.BRANCH_REQUEST, "basra", encoded, package_key(post))
        signature = make_private_key(RANDOMNESS).sign(lv(*parts), ec.ECDSA(hashes.SHA256()))
        return lv(*parts, signature)

    return make


def unproven(post: Post) -> bytes:
    """A request that the holder of its key did not sign."""
    data = bytearray(proper(post))
    data[-1] ^= 1
    return bytes(data)


def renew(channel: grpc.Channel, request: bytes, *, force: bool = True) -> bytes:
    """One call."""
    stub = exchange_pb2_grpc.ExchangeServiceStub(channel)
    asked = exchange_pb2.RenewCertificateRequest(request=request, force=force)
    admission: bytes = stub.RenewCertificate(asked, timeout=60).admission
    return admission


def refusal(channel: grpc.Channel, request: bytes, *, force: bool = True) -> Code:
    """Why a call is refused."""
    with pytest.raises(grpc.RpcError) as refused:
        renew(channel, request, force=force)
    return failure_from_rpc_error(refused.value).code


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(another_name, id="another name"),
        pytest.param(another_package_key, id="another key for packages"),
        pytest.param(same_key, id="the same key again"),
        pytest.param(unproven, id="a signature that is wrong"),
        pytest.param(of_kind(ec.generate_private_key(ec.SECP192R1())), id="a weak curve"),
        pytest.param(of_kind(ec.generate_private_key(ec.SECP384R1())), id="another curve"),
        pytest.param(of_kind(rsa.generate_private_key(65537, 2048)), id="RSA"),
        pytest.param(lambda _: b"", id="nothing"),
        pytest.param(lambda _: b"\x00" * 20_000, id="too much"),
    ],
)
def test_what_is_not_the_branchs_own_new_key_gets_nothing(post: Post, make: Make) -> None:
    papers = sorted((post.office.config.home / "branches").iterdir())
    with post.basra_channel() as channel:
        assert refusal(channel, make(post)) is Code.RENEWAL_REFUSED
    assert show_branch(post.office, "basra").renewed is None
    assert sorted((post.office.config.home / "branches").iterdir()) == papers
    assert "CERTIFICATE_RENEWED" not in {row.entry.event for row in audit(post.office)}


def test_a_fresh_certificate_is_not_renewed_without_insisting(post: Post) -> None:
    with post.basra_channel() as channel:
        assert refusal(channel, proper(post), force=False) is Code.RENEWAL_EARLY


@pytest.mark.parametrize(
    ("role", "name", "code"),
    [
        pytest.param(Role.BRANCH, "kirkuk", Code.UNAUTHENTICATED, id="a branch that nobody approved"),
        pytest.param(Role.BRANCH, "basra", Code.UNAUTHENTICATED, id="another certificate of the name"),
        pytest.param(Role.ADMIN, "local", Code.PERMISSION_DENIED, id="an administrator"),
    ],
)
def test_who_is_no_branch_here_gets_nothing(post: Post, role: Role, name: str, code: Code) -> None:
    identity = Identity(post.office.config.trust_domain, role, name)
    with post.issued_channel(identity) as channel:
        assert refusal(channel, proper(post)) is code


def test_what_is_issued_is_the_callers_whatever_the_subject_says(post: Post) -> None:
    key = make_private_key(RANDOMNESS)
    with post.basra_channel() as channel:
        admission = parse_admission(renew(channel, make_request("basra", key, package_key(post))))
    assert admission.identity == post.basra.identity
    assert admission.certificate.public_key() == key.public_key()
    renewed = show_branch(post.office, "basra").renewed
    assert renewed is not None
    assert renewed.certificate_expires_at == admission.certificate.not_valid_after_utc
