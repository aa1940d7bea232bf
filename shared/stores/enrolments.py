"""A user's enrolment at either end: the prints and the enrolment secret of one generation, sealed.

The prints are the presence factor and the secret is the strength; neither leaves the sealed store but inside
an enrolment package. Pixels are stored raw, so that no decoder stands between the two ends' keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from shared.biometrics.prints import Print
from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.stores.home import Home
from shared.stores.location import Location
from shared.stores.sealed_store import SealedStore

ENROLMENT_SECRET_BYTES = 32
MODEL_DIGEST_BYTES = 32

KIND = "enrolment"


@dataclass(frozen=True)
class Enrolment:
    """One generation of one user.

    Args:
        user: the user's ID.
        generation: 1 for the first enrolment, then one more each time.
        model_digest: SHA-256 of the network that the enrolment was assessed with (32 bytes).
        prints: one to ten prints by finger.
        secret: the enrolment secret (32 bytes).
    """

    user: int
    generation: int
    model_digest: bytes
    prints: Mapping[Finger, Print] = field(repr=False)
    secret: Secret = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what no enrolment can be; a stored one is checked by :meth:`decode`."""
        if not self.prints or self.user < 1 or self.generation < 1:
            raise ValueError("an enrolment has a user, a generation and at least one print")
        if len(self.model_digest) != MODEL_DIGEST_BYTES or len(self.secret) != ENROLMENT_SECRET_BYTES:
            raise ValueError("model digest and enrolment secret have 32 bytes each")

    @property
    def fingers(self) -> tuple[Finger, ...]:
        """The enrolled fingers in the paper's order."""
        return tuple(sorted(self.prints))

    def encode(self) -> bytes:
        """The canonical bytes, which hold the secret: only for a sealed store or a package."""
        prints = b"".join(_encode_print(finger, self.prints[finger]) for finger in self.fingers)
        with_secret = self.secret.export_bytes()
        count = len(self.prints)
        return lv(Label.ENROLMENT, self.user, self.generation, self.model_digest, with_secret, count, prints)

    @classmethod
    def decode(cls, data: bytes) -> Enrolment:
        """Read canonical bytes.

        Raises:
            Failure: ``MALFORMED`` when they are none.
        """
        label, user, generation, model_digest, secret, count, prints = unlv(data, 7)
        if label != Label.ENROLMENT.encode():
            raise Failure(Code.MALFORMED)
        try:
            return cls(
                integer(user),
                integer(generation),
                model_digest,
                _decode_prints(prints, integer(count)),
                Secret(secret),
            )
        except ValueError:
            raise Failure(Code.MALFORMED) from None


class EnrolmentStore:
    """The enrolments of one end, one sealed file for each generation of each user."""

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    @classmethod
    def of(
        cls, home: Home, master: Secret, randomness: Randomness, vault: Location | None = None
    ) -> EnrolmentStore:
        """The enrolments of a home, in its own folder unless a vault is named."""
        place = (vault or Location(home.root)).part(home.enrolments.name)
        return cls(SealedStore(place, master, KIND, randomness))

    def put(self, enrolment: Enrolment) -> None:
        """Store an enrolment, replacing one of the same user and generation.

        Raises:
            Failure: ``STORAGE_UNAVAILABLE``.
        """
        self._store.put(_name(enrolment.user, enrolment.generation), enrolment.encode())

    def get(self, user: int, generation: int) -> Enrolment:
        """Return the enrolment of one generation.

        Raises:
            Failure: ``NOT_FOUND``, ``INTEGRITY`` or ``STORAGE_UNAVAILABLE``.
        """
        try:
            enrolment = Enrolment.decode(self._store.get(_name(user, generation)))
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                sentence = f"User {user} has no enrolment of generation {generation} here."
                raise Failure(Code.NOT_FOUND, sentence) from None
            if failure.code is Code.MALFORMED:
                raise Failure(Code.INTEGRITY, f"The stored enrolment of user {user} is damaged.") from None
            raise
        if (enrolment.user, enrolment.generation) != (user, generation):
            raise Failure(Code.INTEGRITY, f"The stored enrolment of user {user} is another's.")
        return enrolment

    def generations(self, user: int) -> tuple[int, ...]:
        """The generations held for ``user``, oldest first."""
        return tuple(sorted(g for u, g in self._held() if u == user))

    def newest(self, user: int) -> Enrolment | None:
        """The newest enrolment held for ``user``, if there is any.

        Raises:
            Failure: ``INTEGRITY`` or ``STORAGE_UNAVAILABLE``.
        """
        generations = self.generations(user)
        return self.get(user, generations[-1]) if generations else None

    def users(self) -> tuple[int, ...]:
        """The users with an enrolment here, in order."""
        return tuple(sorted({user for user, _ in self._held()}))

    def held(self) -> tuple[tuple[int, int], ...]:
        """User and generation of everything in the store, in order, whatever the registry says."""
        return tuple(sorted(self._held()))

    def delete(self, user: int, generation: int) -> None:
        """Remove one generation; nothing there is no failure."""
        self._store.delete(_name(user, generation))

    def _held(self) -> list[tuple[int, int]]:
        parts = (name.partition(".") for name in self._store.names())
        return [(int(u), int(g)) for u, _, g in parts if u.isdecimal() and g.isdecimal()]


def _name(user: int, generation: int) -> str:
    return f"{user}.{generation}"


def _encode_print(finger: Finger, print_: Print) -> bytes:
    height, width = print_.pixels.shape
    return lv(int(finger), height, width, print_.pixels.tobytes())


def _decode_prints(data: bytes, count: int) -> dict[Finger, Print]:
    items = unlv(data, 4 * min(count, len(Finger) + 1))
    prints: dict[Finger, Print] = {}
    for index in range(0, len(items), 4):
        number, height, width, pixels = items[index : index + 4]
        shape = (integer(height), integer(width))
        array = np.frombuffer(pixels, dtype=np.uint8).reshape(shape)  # ValueError when the sizes disagree
        prints[Finger(integer(number))] = Print(array.copy())
    if len(prints) != count or list(prints) != sorted(prints):
        raise Failure(Code.MALFORMED)
    return prints
