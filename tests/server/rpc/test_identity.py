"""Who is calling, from what gRPC says of the connection."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.rpc.identity import read_peer
from shared.crypto.certificates import certificate_der, certificate_pem, create_authority
from shared.crypto.tls_keys import make_private_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.replay_randomness import ReplayRandomness

NOW = datetime(2026, 5, 4, tzinfo=UTC)
DOMAIN = "ridgekey.internal"
BASRA = Identity(DOMAIN, Role.BRANCH, "basra")
RANDOMNESS = ReplayRandomness("identity")
CERTIFICATE = create_authority(DOMAIN, NOW, RANDOMNESS).issue(
    BASRA, make_private_key(RANDOMNESS).public_key(), NOW, RANDOMNESS, timedelta(days=30)
)
SOUND: dict[str, list[bytes]] = {
    "ssl_tls_version": [b"TLSv1.3"],
    "ssl_negotiated_key_exchange_group": [b"X25519MLKEM768"],
    "peer_uri": [BASRA.uri.encode()],
    "x509_pem_cert": [certificate_pem(CERTIFICATE)],
}


def read(context: dict[str, list[bytes]], **changes: Any) -> Any:
    settings = {"trust_domain": DOMAIN, "require_pq": True, "now": NOW, **changes}
    return read_peer(context, **settings)


def test_a_sound_connection_names_its_peer() -> None:
    peer = read(SOUND)
    assert peer.identity == BASRA
    assert peer.tls_group == "X25519MLKEM768"
    assert peer.certificate_sha256 == hashlib.sha256(certificate_der(CERTIFICATE)).digest()


@pytest.mark.fault(22)
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"ssl_tls_version": [b"TLSv1.2"]}, Code.PQ_REQUIRED, id="TLS 1.2"),
        pytest.param({"ssl_tls_version": []}, Code.PQ_REQUIRED, id="no TLS"),
        pytest.param(
            {"ssl_negotiated_key_exchange_group": [b"X25519"]}, Code.PQ_REQUIRED, id="a classical group"
        ),
        pytest.param({"ssl_negotiated_key_exchange_group": []}, Code.PQ_REQUIRED, id="an unknown group"),
        pytest.param({"peer_uri": []}, Code.UNAUTHENTICATED, id="no identity"),
        pytest.param(
            {"peer_uri": [BASRA.uri.encode(), b"spiffe://ridgekey.internal/branch/mosul"]},
            Code.UNAUTHENTICATED,
            id="two identities",
        ),
        pytest.param({"peer_uri": [b"https://basra"]}, Code.UNAUTHENTICATED, id="another scheme"),
        pytest.param(
            {"peer_uri": [b"spiffe://elsewhere.example/branch/basra"]},
            Code.UNAUTHENTICATED,
            id="another trust domain",
        ),
        pytest.param({"peer_uri": [b"\xff\xfe"]}, Code.UNAUTHENTICATED, id="no text"),
        pytest.param({"x509_pem_cert": []}, Code.UNAUTHENTICATED, id="no certificate"),
        pytest.param({"x509_pem_cert": [b"-----BEGIN"]}, Code.UNAUTHENTICATED, id="a broken certificate"),
    ],
)
def test_what_is_not_sound_is_refused(changes: dict[str, list[bytes]], expected: Code) -> None:
    with pytest.raises(Failure) as caught:
        read({**SOUND, **changes})
    assert caught.value.code is expected


@pytest.mark.fault(22)
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(NOW - timedelta(hours=1), id="before it"),
        pytest.param(NOW + timedelta(days=31), id="after it"),
    ],
)
def test_a_certificate_is_looked_at_on_every_call(moment: datetime) -> None:
    with pytest.raises(Failure) as caught:
        read(SOUND, now=moment)
    assert caught.value.code is Code.CERTIFICATE_EXPIRED


def test_a_deployment_may_go_without_the_hybrid_group_but_not_without_tls_1_3() -> None:
    classical = {**SOUND, "ssl_negotiated_key_exchange_group": [b"X25519"]}
    assert read(classical, require_pq=False).tls_group == "X25519"
    with pytest.raises(Failure):
        read({**classical, "ssl_tls_version": [b"TLSv1.2"]}, require_pq=False)
