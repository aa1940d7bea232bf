"""Prints of different people that are the same picture: mistakes of a data set, to be left out of figures.

SOCOFing has 11 such groups among its unaltered prints, of 26 files in all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence

from lab.datasets.print_set import PrintSet


def identical_groups(prints: PrintSet) -> list[list[int]]:
    """The places of equal pictures that are said to be of different people, one list a group, in order."""
    digests = [hashlib.sha256(pixels.tobytes()).digest() for pixels in prints.pixels]
    return groups_across(digests, prints.subjects.tolist())


def groups_across(pictures: Sequence[Hashable], subjects: Sequence[int]) -> list[list[int]]:
    """The places where equal entries of ``pictures`` belong to more than one subject, grouped.

    Args:
        pictures: what says whether two pictures are equal, such as their digests.
        subjects: whose each is said to be.
    """
    places: dict[Hashable, list[int]] = {}
    for place, picture in enumerate(pictures):
        places.setdefault(picture, []).append(place)
    return [group for group in places.values() if len({subjects[place] for place in group}) > 1]
