"""The people whose prints are attacked: synthetic, so that nobody's data is needed."""

from __future__ import annotations

from collections.abc import Callable

from lab.papers.paper_003.scheme import Gallery
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.identifiers import Finger

VICTIM = 17
_POPULATION = 1
_ENROLLED = 0


def synthetic_gallery(people: int, tell: Callable[[int, int], None]) -> Gallery:
    """The enrolled prints of user 17 and the users after.

    Args:
        people: how many, at least one.
        tell: is told how many people are done, and how many there are in all.
    """
    gallery = {}
    for number, user in enumerate(range(VICTIM, VICTIM + people), 1):
        seed = person_seed(_POPULATION, user)
        gallery[user] = {finger: impression(generate_finger(seed, finger), _ENROLLED) for finger in Finger}
        tell(number, people)
    return gallery
