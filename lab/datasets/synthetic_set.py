"""Sets of synthetic prints: each finger as enrolled, altered three ways, and in further impressions."""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from lab.datasets.print_set import PrintSet, View, join_sets
from shared.biometrics.synthetic import Alteration, Severity, alter, generate_finger, impression, person_seed
from shared.identifiers import Finger

REPEATS = 2
"""Unaltered impressions of each finger beside the enrolled one."""


def build_synthetic_set(seed: int, subjects: int, workers: int = 1) -> Iterator[PrintSet]:
    """Make the prints of ``subjects`` people, one set a person, in order.

    Args:
        seed: the population; two seeds share no person.
        subjects: how many people, numbered from 1.
        workers: processes to use.

    Yields:
        Per finger: the enrolled print, its obliteration, central rotation and z-cut (severities in turn), and
        ``REPEATS`` further impressions.
    """
    users = range(1, subjects + 1)
    if workers == 1:
        yield from map(subject_prints, itertools.repeat(seed), users)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(subject_prints, itertools.repeat(seed), users, chunksize=4)


def subject_prints(seed: int, user: int) -> PrintSet:
    """All the prints of one person of the population ``seed``."""
    return join_sets([_finger_prints(seed, user, finger) for finger in Finger])


def _finger_prints(seed: int, user: int, finger: Finger) -> PrintSet:
    person = person_seed(seed, user)
    master = generate_finger(person, finger)
    enrolled = impression(master, 0)
    severities = list(Severity)
    altered = [
        alter(enrolled, kind, severities[(user + finger + place) % len(severities)], person)
        for place, kind in enumerate(Alteration)
    ]
    repeats = [impression(master, index) for index in range(1, REPEATS + 1)]
    pixels = np.stack([print_.pixels for print_ in (enrolled, *altered, *repeats)])
    views = [View.ENROLLED, *[View.ALTERED] * len(altered), *[View.REPEATED] * len(repeats)]
    count = len(views)
    return PrintSet(
        pixels,
        np.full(count, user, np.int32),
        np.full(count, int(finger), np.int64),
        np.array(views, np.uint8),
    )
