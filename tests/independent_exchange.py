"""A second implementation of protocol §3 and §4, written from the text alone, to check the first against.

It shares no code with the product: only ``hashlib``, ``hmac`` and the ciphers of ``cryptography``. It knows
every secret from the start, as a replayed generator of random bytes gives them, and reads everything off the
frames' bytes with ``tests.raw_message``.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from tests.raw_message import values


def lv(*items: bytes | int | str) -> bytes:
    """The protocol's one encoder, again."""
    bodies = [
        struct.pack(">Q", item) if isinstance(item, int) else item.encode() if isinstance(item, str) else item
        for item in items
    ]
    return b"".join(struct.pack(">I", len(body)) + body for body in bodies)


def sha256(data: bytes) -> bytes:
    """H."""
    return hashlib.sha256(data).digest()


def hmac256(key: bytes, data: bytes) -> bytes:
    """HMAC, and so also HKDF-Extract(salt, ikm)."""
    return hmac.new(key, data, hashlib.sha256).digest()


def expand(prk: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand (RFC 5869 §2.3)."""
    block, output = b"", b""
    for number in range(1, 255):
        block = hmac256(prk, block + info + bytes([number]))
        output += block
    return output[:length]


@dataclass(frozen=True)
class Known:
    """Everything that the text takes as given."""

    hello: bytes
    challenge: bytes
    proof: bytes
    accept: bytes
    branch_uri: str
    head_office_uri: str
    branch_certificate_sha256: bytes
    authority_sha256: bytes
    mlkem_seed: bytes
    x25519_private: bytes
    biometric_key: bytes
    enrolment_secret: bytes


@dataclass(frozen=True)
class Derived:
    """Every value that protocol §3.6 to §4.2 derives."""

    k: bytes
    th1: bytes
    prk: bytes
    proof: bytes
    th2: bytes
    accept: bytes
    message_key: bytes
    commitment: bytes
    nonce_prefix: bytes
    manifest_key: bytes
    manifest: bytes
    th3: bytes
    suite: str = field(default="")


def derive(known: Known) -> Derived:
    """Go through the protocol's text from §3.6 to §4.2."""
    hello, challenge, accept = (values(frame) for frame in (known.hello, known.challenge, known.accept))
    n, suite = int(challenge[5]), bytes(challenge[2]).decode()
    k = key_of(known.hello, known.challenge, known.enrolment_secret, known.biometric_key)
    ci = (known.branch_uri, known.head_office_uri, known.branch_certificate_sha256, known.authority_sha256)
    th1 = th1_of(known.hello, known.challenge, ci)
    ss_mlkem = MLKEM768PrivateKey.from_seed_bytes(known.mlkem_seed).decapsulate(bytes(challenge[11]))
    ss_x25519 = X25519PrivateKey.from_private_bytes(known.x25519_private).exchange(
        X25519PublicKey.from_public_bytes(bytes(challenge[12]))
    )
    prk = hmac256(th1, lv(ss_mlkem, ss_x25519, k))
    th2 = th2_of(th1, known.proof)
    attempt = (n, bytes(hello[4]), int(accept[1]))

    def part(label: str, length: int) -> bytes:
        return sealing_part(prk, label, th2, attempt, length)

    manifest_key = part("ridgekey/1 manifest key", 32)
    return Derived(
        k=k,
        th1=th1,
        prk=prk,
        proof=mac_of(prk, "ridgekey/1 proof", th1),
        th2=th2,
        accept=mac_of(prk, "ridgekey/1 accept", th2),
        message_key=part("ridgekey/1 message key", 32),
        commitment=part("ridgekey/1 commitment", 32),
        nonce_prefix=part("ridgekey/1 nonce prefix", 7),
        manifest_key=manifest_key,
        manifest=cipher(suite, manifest_key).decrypt(bytes(12), bytes(accept[4]), th2),
        th3=th3_of(th2, known.accept),
        suite=suite,
    )


def key_of(hello: bytes, challenge: bytes, enrolment_secret: bytes, biometric_key: bytes) -> bytes:
    """K (§3.6)."""
    user, said = int(values(hello)[5]), values(challenge)
    n, generation, finger = (int(said.get(number, 0)) for number in (5, 6, 7))
    labelled = (user, generation, (n - 1) // 10, (n - 1) % 10 + 1, finger)
    return hmac256(enrolment_secret, lv("ridgekey/1 K", *labelled, bytes(said[10]), biometric_key))


def th1_of(hello: bytes, challenge: bytes, ci: tuple[str, str, bytes, bytes]) -> bytes:
    """TH1, of the frames and of who talks to whom (§3.6)."""
    return sha256(lv("ridgekey/1 th1", hello, challenge, lv(*ci)))


def th2_of(th1: bytes, proof: bytes) -> bytes:
    """TH2 (§3.11)."""
    return sha256(lv("ridgekey/1 th2", th1, proof))


def th3_of(th2: bytes, accept: bytes) -> bytes:
    """TH3 (§4.2)."""
    return sha256(lv("ridgekey/1 th3", th2, accept))


def mac_of(prk: bytes, label: str, transcript: bytes) -> bytes:
    """The MAC of Proof and Accept (§3.7, §3.11)."""
    return hmac256(expand(prk, lv(label, transcript), 32), transcript)


def sealing_part(prk: bytes, label: str, th2: bytes, attempt: tuple[int, bytes, int], length: int) -> bytes:
    """One of the values that seal an attempt: of n, the request ID and the attempt's number (§4.2)."""
    return expand(prk, lv(label, th2, *attempt), length)


def cipher(suite: str, key: bytes) -> AESGCM | ChaCha20Poly1305:
    """The cipher that a suite's name stands for (§4.1)."""
    return {"aes-256-gcm": AESGCM, "chacha20-poly1305": ChaCha20Poly1305}[suite](key)


def open_chunk(derived: Derived, index: int, last: bool, sealed: bytes) -> bytes:
    """Open chunk ``index`` (§4.3)."""
    nonce = derived.nonce_prefix + struct.pack(">I?", index, last)
    return cipher(derived.suite, derived.message_key).decrypt(
        nonce, sealed, lv(derived.th3, index, int(last))
    )


def receipt_of(prk: bytes, th3: bytes, outcome: int, tags: list[bytes]) -> bytes:
    """The receipt's MAC (§3.13)."""
    key = expand(prk, lv("ridgekey/1 receipt", th3), 32)
    return hmac256(key, lv(outcome, len(tags), sha256(b"".join(tags))))


def receipt(derived: Derived, outcome: int, tags: list[bytes]) -> bytes:
    """The same, of an exchange that was derived whole."""
    return receipt_of(derived.prk, derived.th3, outcome, tags)
