"""Images that stay encrypted at a branch and open again from the finger (protocol §4.6).

Layout: ``magic ‖ lv(fields, commitment) ‖ chunk …`` with fields = lv(format, user, generation, n, finger,
model digest, suite, chunk size, salt). What is sealed is lv(label, image, media type, verification mode,
verifier digest, bytes), so that a file says itself which image it is and what it takes to see it.

Not here: where the key comes from (branch_client), reading and writing files (stores).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.crypto.key_schedule import HASH_BYTES, KEY_BYTES, expand, extract
from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_PREFIX_BYTES, TAG_BYTES, OpeningStream, SealingStream, Suite
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Finger, parse_image_id
from shared.protocol.chunks import cut
from shared.protocol.counter import MAX_MESSAGE_NUMBER
from shared.protocol.messages import MAX_CHUNK_BYTES
from shared.protocol.session import KeyedMessage
from shared.protocol.verification import Demand, Mode

MAGIC = b"RKIMAGE\n"
FORMAT = 1
CHUNK_BYTES = 512 * 1024
MIN_CHUNK_BYTES = 1024
"""With smaller chunks a file of the largest size would be mostly tags."""
SALT_BYTES = 32

_LENGTH_BYTES = 4
_FIELDS_MAX_BYTES = 256
"""More than the fields of any suite take; nothing longer is looked at."""
_ROOM_BYTES = 4096
"""More than the header takes, and what is sealed beside the image."""


@dataclass(frozen=True)
class SealedHeader:
    """What a sealed image says of itself in the clear.

    Attributes:
        message: the message whose key seals it.
        suite: the cipher, one of :class:`shared.crypto.stream.Suite`.
        chunk_size: bytes of every piece but the last.
        salt: 32 bytes that make the key of this one file.
    """

    message: KeyedMessage
    suite: str
    chunk_size: int
    salt: bytes

    def encode(self) -> bytes:
        """The file's bytes before the commitment."""
        message = self.message
        who = (message.user, message.generation, message.n, int(message.finger), message.model_digest)
        return MAGIC + lv(lv(FORMAT, *who, self.suite, self.chunk_size, self.salt))

    @property
    def digest(self) -> bytes:
        """H(header without the commitment), 32 bytes: what keys and chunks are bound to."""
        return hashlib.sha256(self.encode()).digest()


@dataclass(frozen=True)
class SealedImage:
    """A sealed image whose header was read, and nothing more.

    Attributes:
        header: what it says in the clear.
        commitment: what commits it to one key, 32 bytes.
        body: the chunks.
    """

    header: SealedHeader
    commitment: bytes = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Content:
    """What is sealed.

    Attributes:
        image: the image's ID.
        media_type: what it is.
        demand: which live scan was asked for when it was fetched, and is asked for again (§3.5a).
        data: its bytes.
    """

    image: str
    media_type: str
    demand: Demand
    data: bytes = field(repr=False)

    def encode(self) -> bytes:
        """The bytes that are sealed."""
        said = (self.image, self.media_type, self.demand.mode, self.demand.verifier_digest)
        return lv(Label.SEALED_IMAGE, *said, self.data)

    @classmethod
    def decode(cls, opened: bytes) -> Content:
        """Read what was sealed.

        Raises:
            Failure: ``INTEGRITY`` when it is not the encoding of an image.
        """
        try:
            label, image, media_type, mode, verifier, data = unlv(opened, 6)
            content = cls(
                parse_image_id(image.decode("utf-8")),
                media_type.decode("utf-8"),
                Demand(Mode(mode.decode("utf-8")), verifier),
                data,
            )
        except (Failure, ValueError):
            raise _damaged() from None
        if label != Label.SEALED_IMAGE.encode() or len(verifier) != HASH_BYTES * (not content.demand.is_none):
            raise _damaged()
        return content


def seal_image(
    message: KeyedMessage, suite: str, content: Content, k: Secret, randomness: Randomness
) -> bytes:
    """Seal an image under its message's key.

    Args:
        message: the message that brought it.
        suite: the cipher.
        content: the image and what belongs to it.
        k: K of the message (§3.6).
        randomness: for the salt.

    Returns:
        The whole file.
    """
    header = SealedHeader(message, suite, CHUNK_BYTES, randomness.token(SALT_BYTES))
    with _keys(header, k) as (key, prefix, commitment):
        stream = SealingStream(suite, key, prefix.export_bytes(), header.digest)
        chunks = [stream.seal(piece, last) for piece, last in cut(content.encode(), header.chunk_size)]
        return b"".join([header.encode(), lv(commitment.export_bytes()), *chunks])


def most_bytes(size: int) -> int:
    """The most bytes that a sealed image of ``size`` bytes can have; nothing longer need be read."""
    return size + (size // MIN_CHUNK_BYTES + 1) * TAG_BYTES + _ROOM_BYTES


def parse_sealed_image(data: bytes) -> SealedImage:
    """Read a sealed image's header, which anybody may have written; nothing is believed of it yet.

    Raises:
        Failure: ``INVALID_INPUT`` when it is no sealed image, ``VERSION_UNSUPPORTED`` for another format,
            ``INTEGRITY`` for a header that no release writes.
    """
    if not data.startswith(MAGIC):
        raise Failure(Code.INVALID_INPUT, "It is no sealed image; name one that `fetch --sealed` wrote.")
    start = len(MAGIC) + _LENGTH_BYTES
    length = int.from_bytes(data[len(MAGIC) : start], "big")
    if length > _FIELDS_MAX_BYTES:
        raise _damaged()
    end = start + length + _LENGTH_BYTES + HASH_BYTES
    try:
        fields, commitment = unlv(data[len(MAGIC) : end], 2)
        return SealedImage(_parse_fields(fields), commitment, data[end:])
    except ValueError:
        raise _damaged() from None
    except Failure as failure:
        raise _damaged() if failure.code is Code.MALFORMED else failure from None


def open_image(sealed: SealedImage, k: Secret) -> Content:
    """Open a sealed image; what is returned has verified from the first byte to the last.

    Args:
        sealed: as :func:`parse_sealed_image` read it.
        k: K of its message.

    Raises:
        Failure: ``COMMITMENT_MISMATCH`` when this key is not the one that sealed it, ``STREAM_CORRUPT``
            when a chunk is not what was sealed, ``INTEGRITY`` when what was sealed is no image.
    """
    header = sealed.header
    with _keys(header, k) as (key, prefix, commitment):
        if not commitment.equals_in_constant_time(sealed.commitment):
            sentence = (
                "The key of this finger did not seal it: its header was altered, or it was sealed with "
                "another enrolment; fetch the image again."
            )
            raise Failure(Code.COMMITMENT_MISMATCH, sentence)
        stream = OpeningStream(header.suite, key, prefix.export_bytes(), header.digest)
        return Content.decode(_open_chunks(stream, sealed.body, header.chunk_size + TAG_BYTES))


def _parse_fields(fields: bytes) -> SealedHeader:
    number, user, generation, n, finger, model, suite, chunk, salt = unlv(fields, 9)
    if integer(number) != FORMAT:
        sentence = "It is a sealed image of another release; open it with that one, or update this program."
        raise Failure(Code.VERSION_UNSUPPORTED, sentence)
    message = KeyedMessage(integer(user), integer(generation), integer(n), Finger(integer(finger)), model)
    header = SealedHeader(message, Suite(suite.decode("ascii")).value, integer(chunk), salt)
    bounded = 1 <= message.user < 2**32 and message.generation >= 1 and 1 <= message.n <= MAX_MESSAGE_NUMBER
    if not bounded or not MIN_CHUNK_BYTES <= header.chunk_size <= MAX_CHUNK_BYTES:
        raise _damaged()
    if len(model) != HASH_BYTES or len(salt) != SALT_BYTES:
        raise _damaged()
    return header


@contextmanager
def _keys(header: SealedHeader, k: Secret) -> Iterator[tuple[Secret, Secret, Secret]]:
    """Key, nonce prefix and commitment: three Expands of Extract(salt, K), each with its own label."""
    with (
        extract(header.salt, k) as root,
        expand(root, lv(Label.SEALED_IMAGE_KEY, header.digest), KEY_BYTES) as key,
        expand(root, lv(Label.SEALED_IMAGE_PREFIX, header.digest), NONCE_PREFIX_BYTES) as prefix,
        expand(root, lv(Label.SEALED_IMAGE_COMMITMENT, header.digest), HASH_BYTES) as commitment,
    ):
        yield key, prefix, commitment


def _open_chunks(stream: OpeningStream, body: bytes, step: int) -> bytes:
    starts = range(0, max(len(body), 1), step)
    opened = bytearray()
    for index, start in enumerate(starts):
        try:
            piece = stream.open(index, start == starts[-1], body[start : start + step])
            if index and not piece:  # one image has one file: no release adds an empty piece behind it
                raise stream.refusal()
        except Failure:
            sentence = f"It was altered or cut short at chunk {index}; fetch the image again."
            raise Failure(Code.STREAM_CORRUPT, sentence) from None
        opened += piece
    stream.finish()
    return bytes(opened)


def _damaged() -> Failure:
    return Failure(Code.INTEGRITY, "It is damaged; fetch the image again.")
