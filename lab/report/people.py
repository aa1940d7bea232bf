"""The people whose keys a report is about: those of a data set, or synthetic ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lab.batteries.keys.key_sources import enrolled_prints
from lab.papers.paper_003.key_material import INDEX
from lab.report.request import Request
from shared.biometrics.prints import Print
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.identifiers import Finger
from shared.protocol.counter import finger_of

_ENROLLED = 0

Gallery = Mapping[int, Mapping[Finger, Print]]


@dataclass(frozen=True)
class People:
    """Somebody's prints.

    Attributes:
        gallery: the enrolled prints of each, in the order asked for.
        origin: where they come from.
        synthetic: whether none of them is a real person's. Only a set that says so of itself, and whose
            prints have the checksums they were made with, is taken for one.
    """

    gallery: Gallery = field(repr=False)
    origin: str
    synthetic: bool

    def digest(self) -> str:
        """SHA-256 of the prints, hexadecimal."""
        digest = hashlib.sha256()
        for user, prints in self.gallery.items():
            for finger, print_ in prints.items():
                digest.update(b"%d %d %d %d\n" % (user, finger, *print_.pixels.shape))
                digest.update(print_.pixels.tobytes())
        return digest.hexdigest()


def people_of(request: Request) -> People:
    """The people that a request is about.

    Raises:
        Failure: ``NOT_FOUND`` when one of them has no enrolled print in the data set.
    """
    prints = request.prints
    if prints is None:
        gallery = {user: _synthetic(request.seed, user) for user in request.users}
        return People(gallery, f"synthetic seed={request.seed}", synthetic=True)
    found = {user: enrolled_prints(prints, user) for user in request.users}
    return People(found, prints.origin, prints.redistributable)


def _synthetic(seed: int, user: int) -> dict[Finger, Print]:
    """The one print that keys of counter 1 are made of; the other nine would take ten times as long."""
    finger = finger_of(INDEX, sorted(Finger))
    return {finger: impression(generate_finger(person_seed(seed, user), finger), _ENROLLED)}
