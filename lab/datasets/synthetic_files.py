"""Synthetic people as files in SOCOFing's layout, written by several processes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.datasets.processes import spread
from shared.biometrics.synthetic import person_seed, write_subject


@dataclass(frozen=True)
class Wanted:
    """Which views of each finger to write, and how.

    Attributes:
        seed: the population.
        altered: whether to write the eight altered versions too.
        repeats: further impressions of each finger.
        suffix: ``.BMP`` or ``.png``.
    """

    seed: int
    altered: bool = False
    repeats: int = 0
    suffix: str = ".BMP"


def write_people(out: Path, users: Sequence[int], wanted: Wanted, workers: int = 1) -> Iterator[list[Path]]:
    """Write people's prints.

    Args:
        out: the folder of the data set, which exists.
        users: their numbers in the file names; of a population, one number is one person.
        wanted: what to write of each.
        workers: processes to use; their number makes no difference to the prints.

    Returns:
        The files of each person, in the order of ``users``.
    """
    return spread(functools.partial(_write_person, out, wanted), users, workers)


def _write_person(out: Path, wanted: Wanted, user: int) -> list[Path]:
    person = person_seed(wanted.seed, user)
    gender = "FM"[user % 2]
    return write_subject(out, user, person, gender, wanted.altered, wanted.repeats, wanted.suffix)
