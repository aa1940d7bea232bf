"""A picture encrypted by one of the papers' ciphers, sealed so that it is safe whatever the cipher is worth.

    file     = magic ‖ lv(header) ‖ lv(envelope) ‖ chunk …
    header   = lv(version, method, height, width, channels, suite, chunk size, wrapped)
    wrapped  = RSA-OAEP-SHA-256(S), S 32 fresh bytes
    PRK      = Extract(H, S), H = SHA-256(magic ‖ header)
    envelope = AES-128-GCM(Expand(PRK, lv("… envelope", H), 16), nonce 0^12, associated data H, transmitted)
    chunks   = STREAM(Expand(PRK, lv("… stream", H), 32), prefix 0^7, binding SHA-256(H ‖ envelope), cipher)

Transmitted is what the cipher's recipient needs: paper 002's xindex ‖ yindex ‖ zkey, which is longer than the
picture, or the biometric key of an inner cipher. The paper sends its ciphertext as it is, so that anyone may
change a pixel; here it goes into STREAM (protocol §4.3). S is fresh for every file and each of its two keys
is used once, so the nonces may be fixed. Whoever has the public key can make such a file: it says nothing of
who sent it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lab.batteries.images.pictures import Picture
from lab.ciphers.image_cipher import ImageCipher, require_plaintext
from lab.ciphers.labels import Label
from lab.ciphers.picture_header import CHUNK_BYTES, MAGIC, SUITE, Header, Parts, cut
from lab.ciphers.recipient_keys import unwrap, wrap
from lab.ciphers.registry import find_cipher
from shared.crypto.key_schedule import expand, extract
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_BYTES, NONCE_PREFIX_BYTES, TAG_BYTES, OpeningStream, SealingStream
from shared.encoding import lv
from shared.errors import Code, Failure

SECRET_BYTES = 32
ENVELOPE_KEY_BYTES = 16
"""AES-128, as the paper has it."""

_NONCE = bytes(NONCE_BYTES)
_PREFIX = bytes(NONCE_PREFIX_BYTES)


@dataclass(frozen=True)
class OpenedPicture:
    """What a sealed picture held.

    Attributes:
        picture: as it was encrypted.
        method: by which cipher.
    """

    picture: Picture
    method: str


def seal_picture(
    picture: Picture, cipher: ImageCipher, key: bytes, recipient: RSAPublicKey, randomness: Randomness
) -> bytes:
    """Encrypt a picture and seal it for a recipient.

    Args:
        picture: uint8 [height, width] or [height, width, 3].
        cipher: the paper's cipher.
        key: what it takes as its key.
        recipient: the public key.
        randomness: gives the file's secret.

    Raises:
        Failure: as :meth:`ImageCipher.transform`.
    """
    require_plaintext(picture)
    transmitted = cipher.transmitted(key, picture.shape)
    ciphertext = np.ascontiguousarray(cipher.apply(picture, transmitted)).tobytes()
    with Secret(randomness.token(SECRET_BYTES)) as secret:
        header = Header(cipher.name, picture.shape, wrap(secret, recipient))
        with _derived(secret, header, Label.ENVELOPE, ENVELOPE_KEY_BYTES) as envelope_key:
            envelope = AESGCM(envelope_key.export_view()).encrypt(_NONCE, transmitted, header.digest())
        with _derived(secret, header, Label.STREAM, SECRET_BYTES) as stream_key:
            stream = SealingStream(SUITE, stream_key, _PREFIX, _binding(header, envelope))
            starts = range(0, len(ciphertext), CHUNK_BYTES)
            chunks = [stream.seal(ciphertext[at : at + CHUNK_BYTES], at == starts[-1]) for at in starts]
    return b"".join([MAGIC, lv(header.encode(), envelope), *chunks])


def open_picture(blob: bytes, key: RSAPrivateKey) -> OpenedPicture:
    """Open a sealed picture and decrypt it; nothing is returned before all of it has been verified.

    Args:
        blob: the whole file.
        key: the recipient's private key.

    Raises:
        Failure: as :func:`lab.ciphers.picture_header.cut`; ``INTEGRITY`` for another recipient's file or an
            altered envelope, ``STREAM_CORRUPT`` for an altered ciphertext, ``VERSION_UNSUPPORTED`` for a
            cipher that is not here, ``MALFORMED`` when the sender sealed what fits no picture of this shape.
    """
    parts = cut(blob)
    header = parts.header
    cipher = _cipher_of(header)
    with unwrap(header.wrapped, key, SECRET_BYTES) as secret:
        with _derived(secret, header, Label.ENVELOPE, ENVELOPE_KEY_BYTES) as envelope_key:
            transmitted = _open_envelope(parts, envelope_key)
        with _derived(secret, header, Label.STREAM, SECRET_BYTES) as stream_key:
            ciphertext = _open_chunks(parts, stream_key)
    picture = np.frombuffer(ciphertext, np.uint8).reshape(header.shape)
    return OpenedPicture(cipher.undo(picture, transmitted), header.method)


def _cipher_of(header: Header) -> ImageCipher:
    try:
        return find_cipher(header.method)
    except Failure:  # its sentence is for whoever chose the name
        sentence = "The sealed picture is by a cipher that is not here; fetch it again or update RidgeKey."
        raise Failure(Code.VERSION_UNSUPPORTED, sentence) from None


def _open_envelope(parts: Parts, key: Secret) -> bytes:
    try:
        return AESGCM(key.export_view()).decrypt(_NONCE, parts.envelope, parts.header.digest())
    except InvalidTag:
        sentence = "The sealed picture was altered in its header or envelope; fetch the file again."
        raise Failure(Code.INTEGRITY, sentence) from None


def _open_chunks(parts: Parts, key: Secret) -> bytes:
    stream = OpeningStream(SUITE, key, _PREFIX, _binding(parts.header, parts.envelope))
    step = CHUNK_BYTES + TAG_BYTES
    starts = range(0, len(parts.chunks), step)
    pieces = [
        stream.open(index, at == starts[-1], parts.chunks[at : at + step]) for index, at in enumerate(starts)
    ]
    stream.finish()
    return b"".join(pieces)


def _derived(secret: Secret, header: Header, label: Label, length: int) -> Secret:
    with extract(header.digest(), secret) as pseudorandom:
        return expand(pseudorandom, lv(label, header.digest()), length)


def _binding(header: Header, envelope: bytes) -> bytes:
    return hashlib.sha256(header.digest() + envelope).digest()
