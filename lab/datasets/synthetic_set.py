"""Sets of synthetic prints in memory: what ``data synth`` would write to files, without the files."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np

from lab.datasets.print_set import Alteration, PrintSet, Severity, View
from lab.datasets.processes import spread
from shared.biometrics.synthetic import FingerView, finger_views, person_seed
from shared.identifiers import Finger

REPEATS = 2
"""Unaltered impressions of each finger beside the enrolled one."""


def build_synthetic_set(
    seed: int, subjects: int, workers: int = 1, repeats: int = REPEATS
) -> Iterator[PrintSet]:
    """Make the prints of ``subjects`` people, one set a person, in order.

    Args:
        seed: the population; two seeds share no person.
        subjects: how many people, numbered from 1.
        workers: processes to use; their number makes no difference to the prints.
        repeats: further impressions of each finger.

    Returns:
        Per finger: the enrolled print, its eight altered versions and ``repeats`` further impressions.
    """
    people = range(1, subjects + 1)
    return spread(functools.partial(subject_prints, seed, repeats=repeats), people, workers)


def subject_prints(seed: int, user: int, repeats: int = REPEATS) -> PrintSet:
    """All the prints of one person of the population ``seed``."""
    person = person_seed(seed, user)
    views = [view for finger in Finger for view in finger_views(person, finger, repeats=repeats)]
    return PrintSet(
        pixels=np.stack([view.print_.pixels for view in views]),
        subjects=np.full(len(views), user, np.int32),
        fingers=np.array([int(view.finger) for view in views], np.int64),
        views=np.array([_view(view) for view in views], np.uint8),
        alterations=np.array([_alteration(view) for view in views], np.uint8),
        severities=np.array([_severity(view) for view in views], np.uint8),
        origin=f"synthetic seed={seed}",
        redistributable=True,
    )


def _view(view: FingerView) -> View:
    if view.alteration is not None:
        return View.ALTERED
    return View.REPEATED if view.repeat else View.ENROLLED


def _alteration(view: FingerView) -> Alteration:
    return Alteration[view.alteration.value.upper()] if view.alteration else Alteration.NONE


def _severity(view: FingerView) -> Severity:
    return Severity[view.severity.name] if view.severity else Severity.NONE
