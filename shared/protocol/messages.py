"""The frames of one exchange as plain values (protocol §3).

Their bytes on the wire are the business of ``shared.wire.codec``; what both ends hash are those bytes, as
received.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.verification import Demand

VERSION = 1
KEY_SOURCE_ENROLLED_PSO = "enrolled-pso"
MAX_ATTEMPTS = 5
"""How often one message number may be released (protocol §3.11)."""
MAX_CHUNK_BYTES = 2 * 1024 * 1024
"""The largest chunk that either end takes; it leaves room in a gRPC message of 4 MiB."""


class Outcome(enum.IntEnum):
    """What a receipt says became of the image."""

    DELIVERED = 1
    DISCARDED = 2


@dataclass(frozen=True)
class CheckpointReference:
    """The newest audit checkpoint a branch verified; size 0 at first contact."""

    log_id: bytes = b""
    size: int = 0
    root: bytes = b""


@dataclass(frozen=True)
class Hello:
    """What a branch offers and asks for (protocol §3.1). Offers are in order of preference."""

    versions: tuple[int, ...]
    suites: tuple[str, ...]
    inner_ciphers: tuple[str, ...]
    request_id: bytes
    user: int
    image: str
    client_random: bytes
    generation: int
    model_digests: tuple[bytes, ...]
    mark: int
    checkpoint: CheckpointReference
    mlkem_encapsulation_key: bytes
    x25519_public_key: bytes


@dataclass(frozen=True)
class Challenge:
    """What the head office chose, and the message number it reserved (protocol §3.4)."""

    version: int
    suite: str
    inner_cipher: str
    server_random: bytes
    n: int
    generation: int
    finger: Finger
    key_source: str
    verification: str
    model_digest: bytes
    verifier_digest: bytes
    mlkem_ciphertext: bytes
    x25519_public_key: bytes

    @property
    def demand(self) -> Demand:
        """What it demands of the person at the finger pad."""
        return Demand(self.verification, self.verifier_digest)


@dataclass(frozen=True)
class Proof:
    """The branch's proof that it regenerated the key (protocol §3.7)."""

    mac: bytes


@dataclass(frozen=True)
class Accept:
    """The head office's proof, and what the branch needs to open the image (protocol §3.11)."""

    attempt: int
    mac: bytes
    commitment: bytes
    sealed_manifest: bytes
    checkpoint: bytes
    consistency_proof: tuple[bytes, ...]


@dataclass(frozen=True)
class Chunk:
    """One sealed piece of the image (protocol §4.3): ciphertext and tag."""

    index: int
    last: bool
    sealed: bytes


@dataclass(frozen=True)
class Receipt:
    """What became of the image at the branch (protocol §3.13)."""

    outcome: Outcome
    chunk_count: int
    mac: bytes


@dataclass(frozen=True)
class Manifest:
    """What the sealed image is (protocol §3.11): sizes in bytes, the digest of the image before sealing."""

    size: int
    chunk_size: int
    chunk_count: int
    media_type: str
    sha256: bytes
    n: int
    request_id: bytes
    inner_cipher: str

    def encode(self) -> bytes:
        """The bytes that are sealed: ``lv`` of the fields in order."""
        return lv(
            self.size,
            self.chunk_size,
            self.chunk_count,
            self.media_type,
            self.sha256,
            self.n,
            self.request_id,
            self.inner_cipher,
        )

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """Read an opened manifest.

        Raises:
            Failure: ``MALFORMED`` when it is not the encoding of a manifest.
        """
        size, chunk_size, chunk_count, media_type, sha256, n, request_id, inner_cipher = unlv(data, 8)
        try:
            return cls(
                integer(size),
                integer(chunk_size),
                integer(chunk_count),
                media_type.decode("utf-8"),
                sha256,
                integer(n),
                request_id,
                inner_cipher.decode("utf-8"),
            )
        except UnicodeDecodeError:
            raise Failure(Code.MALFORMED) from None
