"""The honest protocol: people, alterations and impressions that nothing was learned from.

A network of any kind is measured as a comparer: an embedding by the agreement of patches, another by the
cosine of its dense_1. A finger network is also asked
for the fingers of people it never learned. A subject network can only name people it learned: of others it
has nothing to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lab.datasets.fvc import FvcSet
from lab.datasets.print_set import Alteration, PrintSet
from lab.evaluation.class_testing import Tested, run_class_test
from lab.evaluation.class_tests import ClassTest
from lab.evaluation.comparers import SEARCH, network_baseline, network_scorer
from lab.evaluation.gallery import Gallery
from lab.evaluation.held_out import evenly, fvc_material, held_out_material, unknown_people
from lab.evaluation.pair_tests import Material, PairTest, run_pair_tests
from lab.evaluation.stages import Stages
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.verification import PatchSearch

STRANGERS, NEW_ALTERATIONS = "unknown-people", "unknown-alteration"

_KINDS = {int(kind) for kind in Alteration if kind}
_EVERY_KIND = (
    "Alterations that were not learned from: the network learned all kinds; leave one out of the training "
    "with --without."
)


@dataclass(frozen=True)
class Limits:
    """How much is compared.

    Attributes:
        people: held-out people at most.
        live: prints of them compared with the enrolled ones at most, altered and repeated ones each.
        search: how embeddings look at prints.
    """

    people: int = 100
    live: int = 1000
    search: PatchSearch = SEARCH


@dataclass
class Honest:
    """What the protocol gave.

    Attributes:
        classes: tests of a classifier.
        pairs: tests of a comparer.
        not_measured: what could not be measured, and why.
    """

    classes: list[ClassTest] = field(default_factory=list)
    pairs: list[PairTest] = field(default_factory=list)
    not_measured: list[str] = field(default_factory=list)


def run_honest_protocol(
    trained: Trained, prints: PrintSet | None, impressions: FvcSet | None, limits: Limits, stages: Stages
) -> Honest:
    """Measure whatever the network was not trained on.

    Args:
        trained: a network of any kind.
        prints: a set with people that it never learned, if there is one.
        impressions: an FVC database, if there is one.
        limits: how much is compared.
        stages: told how far it is.
    """
    outcome = Honest()
    material: list[Material] = []
    if prints is None:
        outcome.not_measured.append("People that were not learned from: no prints were given.")
    else:
        people = unknown_people(prints, trained)
        if len(people):
            outcome.classes += _strangers(trained, prints, people, stages)
            chosen = evenly(people, limits.people)
            material += held_out_material(prints, chosen, limits.live, trained.kind is Kind.EMBEDDING)
        else:
            outcome.not_measured.append(_everyone_learned(trained))
        outcome.classes += _new_alterations(trained, prints, stages)
        if trained.kind is not Kind.EMBEDDING and set(trained.data.alterations) >= _KINDS:
            outcome.not_measured.append(_EVERY_KIND)
    if impressions is None:
        outcome.not_measured.append("Real repeated impressions: name an FVC database with --fvc.")
    else:
        material.append(fvc_material(impressions))
    ours, plain = network_scorer(trained, limits.search), network_baseline(trained, limits.search)
    for one in material:
        outcome.pairs += run_pair_tests(one, ours, plain, None, stages)
    return outcome


def _strangers(trained: Trained, prints: PrintSet, people: Sequence[int], stages: Stages) -> list[ClassTest]:
    """Which finger is it, of people that were not learned from? Beside the nearest print of other people."""
    if trained.kind is not Kind.FINGER:
        return []
    unknown = np.isin(prints.subjects, people)
    known = prints.where(~unknown).altered()
    if not len(known):  # nothing of this set was learned: half of its people serve the baseline
        unknown = np.isin(prints.subjects, people[len(people) // 2 :])
        known = prints.where(~unknown).altered()
    tested = prints.where(unknown).enrolled()
    if not len(known) or not len(tested):
        return []
    about = f"{len(tested):,} enrolled prints of {len(np.unique(tested.subjects)):,} people not learned from"
    searched = Tested.of("", "", known)
    gallery = Gallery.of("altered prints of other people", known, searched.vectors)
    return [run_class_test(trained, Tested.of(STRANGERS, about, tested), [gallery], stages)]


def _new_alterations(trained: Trained, prints: PrintSet, stages: Stages) -> list[ClassTest]:
    """Who or which finger is it, altered in a way that was not learned? Beside the ways that were."""
    if trained.kind is Kind.EMBEDDING:
        return []
    known = prints.where(np.isin(prints.subjects, trained.data.subjects)).altered()
    new = ~np.isin(known.alterations, trained.data.alterations)
    if not new.any() or new.all():
        return []
    learned = Tested.of("", "", known.where(~new))
    gallery = Gallery.of("altered prints of the kinds learned from", learned.prints, learned.vectors)
    kinds = " and ".join(Alteration(kind).name.lower() for kind in np.unique(known.alterations[new]))
    about = f"{new.sum():,} prints altered in a way not learned from ({kinds}), of people learned from"
    tested = Tested.of(NEW_ALTERATIONS, about, known.where(new))
    return [run_class_test(trained, tested, [gallery], stages)]


def _everyone_learned(trained: Trained) -> str:
    return (
        "People that were not learned from: the network learned from everybody in these prints "
        f"({trained.data.origin}); evaluate it with prints of "
        "other people, or leave some out of the training with --held-out."
    )
