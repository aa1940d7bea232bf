"""A branch and a head office written from docs/protocol.md §3 and §4 alone.

They share no code with the product and none with the generated stubs, so that either can stand opposite the
product's own other end. What the text leaves to others is given to them: the biometric key, the message
number, what the audit log says.
"""

from __future__ import annotations

import hmac
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tests.independent_exchange import (
    cipher,
    hmac256,
    key_of,
    lv,
    mac_of,
    receipt_of,
    sealing_part,
    sha256,
    th1_of,
    th2_of,
    th3_of,
)
from tests.raw_message import field, read_fields, values

TAG, LARGEST_IMAGE = 16, 1 << 26
DELIVERED = 1


class Refused(Exception):
    """The other end is not what it says, or not what the text allows."""


@dataclass(frozen=True)
class Secrets:
    """What both ends must have alike.

    Args:
        context: branch URI, head-office URI, SHA-256 of the branch's and of the authority's certificate.
        biometric_key: B, 1,024 bytes.
        enrolment_secret: 32 bytes.
    """

    context: tuple[str, str, bytes, bytes]
    biometric_key: bytes
    enrolment_secret: bytes


@dataclass(frozen=True)
class Wish:
    """What a branch asks for and holds (§3.1)."""

    user: int
    image: str
    request_id: bytes
    generation: int
    model_digests: tuple[bytes, ...]
    mark: int = 0
    suites: tuple[str, ...] = ("aes-256-gcm", "chacha20-poly1305")
    inner_ciphers: tuple[str, ...] = ("none",)
    checkpoint: tuple[bytes, int, bytes] | None = None
    pending: int | None = None


class _End:
    """What the two ends do alike: keys and transcripts."""

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets
        self.hello = self.challenge = b""
        self.prk = self.th1 = self.th2 = self.th3 = b""
        self.attempt = (0, b"", 0)
        self.tags: list[bytes] = []

    def agree(self, ss_mlkem: bytes, ss_x25519: bytes) -> None:
        """TH1, K and PRK (§3.6)."""
        secrets = self.secrets
        k = key_of(self.hello, self.challenge, secrets.enrolment_secret, secrets.biometric_key)
        self.th1 = th1_of(self.hello, self.challenge, secrets.context)
        self.prk = hmac256(self.th1, lv(ss_mlkem, ss_x25519, k))

    @property
    def suite(self) -> str:
        """The suite that the Challenge chose."""
        return bytes(values(self.challenge)[2]).decode()  # type: ignore[arg-type]

    def part(self, label: str, length: int = 32) -> bytes:
        """One of the four values that seal the attempt (§4.2)."""
        return sealing_part(self.prk, f"ridgekey/1 {label}", self.th2, self.attempt, length)

    def chunk_nonce(self, index: int, last: bool) -> bytes:
        """§4.3."""
        return self.part("nonce prefix", 7) + struct.pack(">I?", index, last)

    def chunk_binding(self, index: int, last: bool) -> bytes:
        """§4.3."""
        return lv(self.th3, index, int(last))


class IndependentBranch(_End):
    """The branch's end (§3.1, §3.5, §3.7, §3.11 to §3.13).

    Args:
        wish: what it asks for.
        secrets: what both ends have alike.
        drawn: ML-KEM seed (64 bytes), X25519 key and client random (32 each); fresh unless given.
    """

    def __init__(self, wish: Wish, secrets: Secrets, drawn: tuple[bytes, bytes, bytes] | None = None) -> None:
        super().__init__(secrets)
        seed, scalar, self._client_random = drawn or (os.urandom(64), os.urandom(32), os.urandom(32))
        self._wish = wish
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(seed)
        self._x25519 = X25519PrivateKey.from_private_bytes(scalar)
        self.manifest: dict[str, int | bytes] = {}

    def say_hello(self) -> bytes:
        """§3.1, field by field; what is zero stays out, as proto3 has it."""
        wish = self._wish
        reference = b""
        if wish.checkpoint is not None:
            reference = b"".join(field(number, part) for number, part in enumerate(wish.checkpoint, start=1))
        parts = [field(1, b"\1"), *(field(2, suite) for suite in wish.suites)]
        parts += [field(3, inner) for inner in wish.inner_ciphers]
        parts += [field(4, wish.request_id), field(5, wish.user), field(6, wish.image)]
        parts += [field(7, self._client_random), field(8, wish.generation)]
        parts += [field(9, digest) for digest in wish.model_digests]
        parts += [field(10, wish.mark)] if wish.mark else []
        parts += [field(11, reference), field(12, self._mlkem.public_key().public_bytes_raw())]
        self.hello = b"".join([*parts, field(13, self._x25519.public_key().public_bytes_raw())])
        return self.hello

    def prove(self, challenge: bytes) -> bytes:
        """§3.5 to §3.7."""
        said, wish = values(challenge), self._wish
        chosen = (
            said[1],
            bytes(said[2]).decode() in wish.suites,
            bytes(said[3]).decode() in wish.inner_ciphers,
        )
        if chosen != (1, True, True) or said[10] not in wish.model_digests or said[6] != wish.generation:
            raise Refused("what was not offered")
        if int(said[5]) <= wish.mark and said[5] != wish.pending:
            raise Refused("a number that was there before")
        self.challenge = challenge
        theirs = X25519PublicKey.from_public_bytes(bytes(said[12]))
        self.agree(self._mlkem.decapsulate(bytes(said[11])), self._x25519.exchange(theirs))
        proof = field(1, mac_of(self.prk, "ridgekey/1 proof", self.th1))
        self.th2 = th2_of(self.th1, proof)
        return proof

    def take_accept(self, accept: bytes) -> None:
        """§3.11, §4.4: MAC, commitment, manifest. What the checkpoint says is left to others."""
        said = values(accept)
        if not hmac.compare_digest(bytes(said[2]), mac_of(self.prk, "ridgekey/1 accept", self.th2)):
            raise Refused("no proof")
        self.attempt = (int(values(self.challenge)[5]), self._wish.request_id, int(said[1]))
        if not hmac.compare_digest(bytes(said[3]), self.part("commitment")):
            raise Refused("another commitment")
        opened = cipher(self.suite, self.part("manifest key")).decrypt(bytes(12), bytes(said[4]), self.th2)
        self.manifest = _manifest(opened)
        if (self.manifest["n"], self.manifest["request_id"]) != self.attempt[:2]:
            raise Refused("another exchange's manifest")
        if int(self.manifest["size"]) > LARGEST_IMAGE:
            raise Refused("too large")
        self.th3 = th3_of(self.th2, accept)

    def open(self, messages: Iterable[bytes]) -> bytes:
        """§4.3, §4.5: the image, from the messages that carry its chunks; an inner cipher is left on."""
        image, ended = b"", False
        for index, message in enumerate(messages):
            (carried,) = read_fields(message)
            said = values(bytes(carried.value))  # type: ignore[arg-type]
            last = bool(said.get(2, 0))
            if ended or carried.number != 3 or said.get(1, 0) != index:
                raise Refused(f"no chunk {index}")
            sealed, key = bytes(said[3]), self.part("message key")
            nonce, binding = self.chunk_nonce(index, last), self.chunk_binding(index, last)
            image += cipher(self.suite, key).decrypt(nonce, sealed, binding)
            self.tags.append(sealed[-TAG:])
            ended = last
        if not ended or (len(image), sha256(image)) != (self.manifest["size"], self.manifest["sha256"]):
            raise Refused("not the whole image")
        return image

    def receipt(self) -> bytes:
        """§3.13."""
        mac = receipt_of(self.prk, self.th3, DELIVERED, self.tags)
        return field(1, DELIVERED) + field(2, len(self.tags)) + field(3, mac)


class IndependentHeadOffice(_End):
    """The head office's end (§3.4, §3.7, §3.11 to §3.13)."""

    def answer(self, hello: bytes, n: int, generation: int, finger: int, model: bytes, suite: str) -> bytes:
        """§3.4: the Challenge."""
        asked = values(hello)
        ss_mlkem, ciphertext = MLKEM768PublicKey.from_public_bytes(bytes(asked[12])).encapsulate()
        mine = X25519PrivateKey.generate()
        parts = [field(1, 1), field(2, suite), field(3, "none"), field(4, os.urandom(32)), field(5, n)]
        parts += [field(6, generation), field(7, finger) if finger else b"", field(8, "enrolled-pso")]
        parts += [field(9, "none"), field(10, model), field(11, ciphertext)]
        self.hello = hello
        self.challenge = b"".join([*parts, field(12, mine.public_key().public_bytes_raw())])
        self.attempt = (n, bytes(asked[4]), 0)
        self.agree(ss_mlkem, mine.exchange(X25519PublicKey.from_public_bytes(bytes(asked[13]))))
        return self.challenge

    def accept(
        self, proof: bytes, attempt: int, image: bytes, chunk_size: int, log: tuple[bytes, tuple[bytes, ...]]
    ) -> bytes:
        """§3.7, §3.11: the Accept that answers a right Proof; ``log`` is checkpoint and consistency proof."""
        if not hmac.compare_digest(bytes(values(proof)[1]), mac_of(self.prk, "ridgekey/1 proof", self.th1)):
            raise Refused("no proof")
        n, request_id, _ = self.attempt
        self.attempt, self.th2 = (n, request_id, attempt), th2_of(self.th1, proof)
        self._pieces = [image[at : at + chunk_size] for at in range(0, len(image), chunk_size)] or [b""]
        size = (len(image), chunk_size, len(self._pieces))
        manifest = lv(*size, "image/png", sha256(image), n, request_id, "none")
        sealed = cipher(self.suite, self.part("manifest key")).encrypt(bytes(12), manifest, self.th2)
        parts = [field(1, attempt), field(2, mac_of(self.prk, "ridgekey/1 accept", self.th2))]
        parts += [field(3, self.part("commitment")), field(4, sealed), field(5, log[0])]
        frame = b"".join([*parts, *(field(6, node) for node in log[1])])
        self.th3 = th3_of(self.th2, frame)
        return frame

    def chunks(self) -> Iterator[bytes]:
        """§4.3: the messages that carry the image."""
        key = self.part("message key")
        for index, piece in enumerate(self._pieces):
            last = index == len(self._pieces) - 1
            nonce, binding = self.chunk_nonce(index, last), self.chunk_binding(index, last)
            sealed = cipher(self.suite, key).encrypt(nonce, piece, binding)
            self.tags.append(sealed[-TAG:])
            body = (field(1, index) if index else b"") + (field(2, 1) if last else b"") + field(3, sealed)
            yield field(3, body)

    def believes(self, receipt: bytes) -> bool:
        """§3.13: whether the branch says that all of it was delivered."""
        said = values(receipt)
        expected = receipt_of(self.prk, self.th3, DELIVERED, self.tags)
        return (said[1], said[2]) == (DELIVERED, len(self.tags)) and hmac.compare_digest(
            bytes(said[3]), expected
        )


def _manifest(opened: bytes) -> dict[str, int | bytes]:
    """The eight items of §3.11."""
    items: list[bytes] = []
    position = 0
    while position < len(opened):
        end = position + 4 + int.from_bytes(opened[position : position + 4], "big")
        items.append(opened[position + 4 : end])
        position = end
    names = ("size", "chunk_size", "chunk_count", "media_type", "sha256", "n", "request_id", "inner_cipher")
    numbers = {"size", "chunk_size", "chunk_count", "n"}
    return {
        name: int.from_bytes(item, "big") if name in numbers else item
        for name, item in zip(names, items, strict=True)
    }
