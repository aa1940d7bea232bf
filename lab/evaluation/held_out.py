"""Material for honest comparisons: people that nothing was learned from, and real repeated impressions."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from lab.datasets.fvc import FvcSet, all_pairs, fvc_pairs
from lab.datasets.identical import identical_groups
from lab.datasets.print_set import PrintSet, View
from lab.datasets.provenance import SOCOFING
from lab.datasets.splits import subject_disjoint
from lab.evaluation.comparisons import all_against_all, thinned, within_one_set, without_mistakes
from lab.evaluation.pair_tests import Choice, Material
from lab.training.launch_embedding import HELD_OUT, SOCOFING_HEIGHT, SOCOFING_WIDTH
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.exact.image import resize

IMPOSTORS = 50
"""Other fingers that a live print is compared with in verification: 50,000 pairs of 1,000 prints."""

_THINNING_SEED = 1

_FINGERS = 10
"""Fingers a person: a number for each of all people's fingers is made with it."""


def unknown_people(prints: PrintSet, trained: Trained) -> NDArray[np.int32]:
    """The people of a set whom a network never learned, ascending.

    Nobody of another origin is known. An embedding that learned from real people beside synthetic ones has
    numbered them on; of those the split that its training held back is taken, if it was drawn from this set.
    """
    people, learned = np.unique(prints.subjects), np.array(trained.data.subjects)
    origins, ours = _populations(trained.data.origin), _populations(prints.origin)
    if not set(ours) & set(origins):
        return people
    if trained.kind is not Kind.EMBEDDING or ours == origins[:1]:
        return people[~np.isin(people, learned)]
    kept, held = (
        np.unique(part.subjects) for part in subject_disjoint(prints, trained.plan.split_seed, HELD_OUT)
    )
    numbered_on = kept + (learned.max() - kept.max())
    return held if np.array_equal(numbered_on, learned[-len(kept) :]) else people[:0]


def _populations(origin: str) -> list[str]:
    """The populations that an origin names, each in one spelling; a changed folder is still of its people."""
    named = re.split(r"; | \+ ", origin)
    return [one.removeprefix("changed since ").replace(", seed ", " seed=") for one in named]


def evenly(items: NDArray, count: int) -> NDArray:
    """At most ``count`` of the items, evenly spread over them."""
    if len(items) <= count:
        return items
    return items[np.linspace(0, len(items) - 1, count).round().astype(int)]


def held_out_material(
    prints: PrintSet, people: NDArray[np.int32], live: int, verification: bool = False
) -> list[Material]:
    """Enrolled prints of some people against their altered prints, and against their further impressions.

    Impostor pairs are those of any two fingers, also of one person; pictures that the set gives to two people
    by mistake are left out of them.

    Args:
        prints: the set. people: those to be compared. live: prints compared with the enrolled ones, at most,
        of each view. verification: compare as verification does: SOCOFing's prints get back the shape that
        they were scanned
            in (a set has them as squares), and since that takes its time, each live print meets
            ``IMPOSTORS`` others.
    """
    of_people = prints.where(np.isin(prints.subjects, people))
    enrolled = of_people.enrolled()
    known = np.isin(finger_numbers(of_people), finger_numbers(enrolled))
    found = []
    for view, what in ((View.ALTERED, "altered prints"), (View.REPEATED, "further impressions")):
        places = np.flatnonzero((of_people.views == view) & known)
        if len(places) and len(enrolled) > 1:
            chosen = of_people.where(evenly(places, live))
            named = (f"held-out-{view.name.lower()}", what)
            found.append(_against(enrolled, chosen, named, verification))
    return found


def fvc_material(impressions: FvcSet) -> Material:
    """The pairs of the FVC protocol, and every pair once."""
    fingers = len(np.unique(impressions.fingers))
    prints = f"{len(impressions):,} impressions of {fingers:,} real fingers"
    chosen = within_one_set(fvc_pairs(impressions), len(impressions))
    every = within_one_set(all_pairs(impressions), len(impressions))
    choices = [
        Choice("fvc", f"the pairs of the FVC protocol of {prints}", chosen),
        Choice("fvc-all-pairs", f"every pair of {prints}", every),
    ]
    return Material(fingers, impressions.pixels, impressions.pixels, choices)


def finger_numbers(prints: PrintSet) -> NDArray[np.int64]:
    """One number for each finger of each person, int64 ``[n]``."""
    return prints.subjects.astype(np.int64) * _FINGERS + prints.fingers


def _against(enrolled: PrintSet, live: PrintSet, named: tuple[str, str], verification: bool) -> Material:
    name, what = named
    ours, theirs = finger_numbers(enrolled), finger_numbers(live)
    order = np.argsort(ours)
    live_of = order[np.searchsorted(ours, theirs, sorter=order)]
    comparisons = without_mistakes(all_against_all(ours, theirs), identical_groups(enrolled), live_of)
    if verification:
        comparisons = thinned(comparisons, IMPOSTORS, _THINNING_SEED)
    people = len(np.unique(enrolled.subjects))
    about = (
        f"{len(enrolled):,} enrolled prints of {people:,} people not learned from, "
        f"against {len(live):,} of their {what} ({live.origin})"
    )
    pictures = (_pictures(enrolled, verification), _pictures(live, verification))
    return Material(len(ours), *pictures, [Choice(name, about, comparisons)])


def _pictures(prints: PrintSet, scanned: bool) -> list[NDArray[np.uint8]]:
    if scanned and prints.origin == SOCOFING:
        return [resize(pixels, SOCOFING_HEIGHT, SOCOFING_WIDTH) for pixels in prints.pixels]
    return list(prints.pixels)
