"""The data key of one stored object, wrapped under the master key and kept beside the object (protocol §4.7).

Layout: ``magic ‖ lv(suite, check value, nonce, wrapped key)``. The wrapping key is
Expand(master, lv("ridgekey/1 data key", kind, name, object ID)): a data key that lies beside another object
does not open. The check value says which master key wraps it; it is derived from that key and tells nothing
of it. A change of the master key replaces these few bytes and leaves the object as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from shared.crypto.file_chunks import SUITE
from shared.crypto.key_schedule import KEY_BYTES, expand
from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_BYTES, aead
from shared.encoding import lv, unlv
from shared.errors import Code, Failure

MAGIC = b"RKDATAKEY1\n"
CHECK_BYTES = 8
OBJECT_ID_BYTES = 16


@dataclass(frozen=True)
class Place:
    """The object that a data key is of: kind and name of its store, and an ID drawn for its content."""

    kind: str
    name: str
    object_id: bytes


def check_value(master: Secret) -> bytes:
    """What a master key is told apart by, 8 bytes: derived by HKDF, so that it tells nothing of the key."""
    with expand(master, lv(Label.KEY_CHECK), CHECK_BYTES) as value:
        return value.export_bytes()


def wrap(data_key: Secret, master: Secret, place: Place, randomness: Randomness) -> bytes:
    """Wrap a data key.

    Args:
        data_key: 32 bytes.
        master: the master key, 32 bytes.
        place: the object that it is of.
        randomness: gives the nonce.
    """
    nonce, check = randomness.token(NONCE_BYTES), check_value(master)
    with _wrapping_key(master, place) as key:
        wrapped = aead(SUITE, key).encrypt(nonce, data_key.export_bytes(), _binding(check))
    return MAGIC + lv(SUITE.value, check, nonce, wrapped)


def unwrap(wrapped: bytes, master: Secret, place: Place) -> Secret:
    """The data key; the caller wipes it.

    Raises:
        Failure: ``INTEGRITY`` when it is altered or of another object, or under another master key, which the
            sentence says by the check values of both.
    """
    check, nonce, sealed = _parse(wrapped, place)
    own = check_value(master)
    if check != own:
        raise _of_another_key(place, check, own)
    try:
        with _wrapping_key(master, place) as key:
            cipher = aead(SUITE, key)
            return Secret.filled_by(
                KEY_BYTES, lambda buffer: cipher.decrypt_into(nonce, sealed, _binding(check), buffer)
            )
    except (InvalidTag, ValueError):
        raise altered(place.kind, place.name) from None


def wrapped_under(wrapped: bytes, place: Place) -> bytes:
    """The check value of the master key that a data key says it is wrapped under.

    Raises:
        Failure: ``INTEGRITY`` when it is no wrapped data key.
    """
    return _parse(wrapped, place)[0]


def altered(kind: str, name: str) -> Failure:
    """One answer for every way to be wrong: which it was would help only who made it so."""
    sentence = f"The stored {kind} {name} was altered or belongs elsewhere; restore it from a copy."
    return Failure(Code.INTEGRITY, sentence)


def _wrapping_key(master: Secret, place: Place) -> Secret:
    return expand(master, lv(Label.DATA_KEY, place.kind, place.name, place.object_id))


def _binding(check: bytes) -> bytes:
    return lv(MAGIC, SUITE.value, check)


def _parse(wrapped: bytes, place: Place) -> tuple[bytes, bytes, bytes]:
    try:
        if not wrapped.startswith(MAGIC):
            raise altered(place.kind, place.name)
        suite, check, nonce, sealed = unlv(wrapped[len(MAGIC) :], 4)
    except Failure:
        raise altered(place.kind, place.name) from None
    if suite != SUITE.encode() or len(check) != CHECK_BYTES or len(nonce) != NONCE_BYTES:
        raise altered(place.kind, place.name)
    return check, nonce, sealed


def _of_another_key(place: Place, theirs: bytes, given: bytes) -> Failure:
    sentence = (
        f"The stored {place.kind} {place.name} is sealed under the master key {theirs.hex()}, and the one "
        f"given is {given.hex()}; give the other one, or restore it from a copy."
    )
    return Failure(Code.INTEGRITY, sentence)
