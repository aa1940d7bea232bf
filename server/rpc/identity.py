"""Who is calling: read from the TLS connection on every RPC (protocol §2.1–2.3).

grpcio accepts TLS 1.2, certificates with several names and, on an open connection, expired ones; so nothing
is taken for granted here. Python clients see none of this, which is why the server alone can refuse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.errors import Code, Failure
from shared.identifiers import Identity, parse_identity

AuthContext = Mapping[str, Iterable[bytes]]

TLS_VERSION = "TLSv1.3"
HYBRID_GROUP = "X25519MLKEM768"

_VERSION_KEY = "ssl_tls_version"
_GROUP_KEY = "ssl_negotiated_key_exchange_group"
_URI_KEY = "peer_uri"
_CERTIFICATE_KEY = "x509_pem_cert"


@dataclass(frozen=True)
class Peer:
    """An authenticated caller.

    Attributes:
        identity: the holder its certificate names.
        certificate_sha256: SHA-256 of the certificate, DER.
        tls_group: the key-agreement group of the connection.
        valid_from: when the certificate begins to be valid, aware.
        valid_until: when it ends.
    """

    identity: Identity
    certificate_sha256: bytes
    tls_group: str
    valid_from: datetime
    valid_until: datetime

    def require_valid(self, now: datetime) -> None:
        """The certificate is valid at this time; nothing else looks at it on an open connection (§2.3).

        Raises:
            Failure: ``CERTIFICATE_EXPIRED``.
        """
        if not self.valid_from <= now <= self.valid_until:
            raise Failure(Code.CERTIFICATE_EXPIRED)


def read_peer(auth_context: AuthContext, *, trust_domain: str, require_pq: bool, now: datetime) -> Peer:
    """Read and check the caller of one RPC.

    Args:
        auth_context: what gRPC says of the connection.
        trust_domain: the only domain whose identities count.
        require_pq: whether the hybrid group is demanded.
        now: the time, aware, at which the certificate must be valid.

    Raises:
        Failure: ``PQ_REQUIRED`` for another TLS version or group, ``UNAUTHENTICATED`` for a certificate with
            no identity of this domain or more than one, ``CERTIFICATE_EXPIRED``.
    """
    group = _only(auth_context, _GROUP_KEY)
    if _only(auth_context, _VERSION_KEY) != TLS_VERSION or (require_pq and group != HYBRID_GROUP):
        raise Failure(Code.PQ_REQUIRED)
    identity = parse_identity(_only(auth_context, _URI_KEY))
    if identity.trust_domain != trust_domain:
        raise Failure(Code.UNAUTHENTICATED)
    certificate = _certificate(_only(auth_context, _CERTIFICATE_KEY))
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    valid = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    peer = Peer(identity, digest, group, *valid)
    peer.require_valid(now)
    return peer


def _only(auth_context: AuthContext, key: str) -> str:
    """The one value of a key; empty when there is none or more than one, which then equals nothing wanted."""
    values = list(auth_context.get(key, ()))
    return values[0].decode("utf-8", "replace") if len(values) == 1 else ""


def _certificate(pem: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(pem.encode("utf-8"))
    except ValueError:
        raise Failure(Code.UNAUTHENTICATED) from None
