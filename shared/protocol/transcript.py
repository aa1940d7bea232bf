"""What both ends saw, hashed (protocol §3.6, §3.11, §4.2): CI, TH1, TH2 and TH3.

Frames are hashed exactly as sent or received: every hash takes the bytes of the wire, never a value that was
decoded and encoded again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shared.crypto.labels import Label
from shared.encoding import lv


@dataclass(frozen=True)
class ChannelContext:
    """Who talks to whom (protocol §3.6), as each end knows it without asking the other.

    A Python client cannot read the server's certificate; the branch knows its own certificate, the authority
    and the head office's URI from its admission.

    Args:
        branch_uri: the URI SAN of the branch's certificate.
        head_office_uri: the head office's URI.
        branch_certificate_sha256: SHA-256 of the branch's certificate, DER, 32 bytes.
        authority_sha256: SHA-256 of the authority's certificate, DER, 32 bytes.
    """

    branch_uri: str
    head_office_uri: str
    branch_certificate_sha256: bytes
    authority_sha256: bytes

    def encode(self) -> bytes:
        """CI of protocol §3.6."""
        return lv(
            self.branch_uri,
            self.head_office_uri,
            self.branch_certificate_sha256,
            self.authority_sha256,
        )


def transcript_hash_1(hello: bytes, challenge: bytes, context: ChannelContext) -> bytes:
    """TH1 = H(lv("ridgekey/1 th1", Hello, Challenge, CI)), 32 bytes (protocol §3.6)."""
    return hashlib.sha256(lv(Label.TH1, hello, challenge, context.encode())).digest()


def transcript_hash_2(th1: bytes, proof: bytes) -> bytes:
    """TH2 = H(lv("ridgekey/1 th2", TH1, Proof)), 32 bytes (protocol §3.11)."""
    return hashlib.sha256(lv(Label.TH2, th1, proof)).digest()


def transcript_hash_3(th2: bytes, accept: bytes) -> bytes:
    """TH3 = H(lv("ridgekey/1 th3", TH2, Accept)), 32 bytes (protocol §4.2)."""
    return hashlib.sha256(lv(Label.TH3, th2, accept)).digest()
