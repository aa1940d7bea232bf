"""Fingers to learn an embedding from: one picture each, larger than what a sensor shows of it.

An embedding has to know a finger again however it is put on the sensor. It therefore learns from the finger's
whole ridge pattern, of which every step of the training takes another part, turned, stretched and inked anew.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from shared.biometrics.synthetic import person_seed
from shared.biometrics.synthetic.master import generate_finger
from shared.errors import Code, Failure
from shared.identifiers import Finger

CANVAS_SIDE = 192
"""Side of a canvas in pixels; ridges are 5 to 9 of them apart."""


@dataclass(frozen=True)
class Canvases:
    """Fingers as pictures of their ridges.

    Attributes:
        pixels: uint8 ``[n, 192, 192]``, ridges dark; 128 where nothing is known of the finger.
        periods: float32 ``[n]``, the usual distance of two ridges in pixels.
        people: int64 ``[n]``, whose finger it is.
        origin: where they come from.
        redistributable: whether a network made of them may be given away.
    """

    pixels: NDArray[np.uint8]
    periods: NDArray[np.float32]
    people: NDArray[np.int64]
    origin: str
    redistributable: bool

    def __len__(self) -> int:
        """The number of fingers."""
        return len(self.periods)

    def where(self, chosen: NDArray[np.bool_]) -> Canvases:
        """The fingers that a mask ``[n]`` chooses."""
        return Canvases(
            self.pixels[chosen], self.periods[chosen], self.people[chosen], self.origin, self.redistributable
        )

    def save(self, path: Path) -> None:
        """Write the canvases to ``path``."""
        with path.open("wb") as file:
            np.savez(
                file,
                pixels=self.pixels,
                periods=self.periods,
                people=self.people,
                origin=np.array(self.origin),
                redistributable=np.array(self.redistributable),
            )


def load_canvases(path: Path) -> Canvases:
    """Read what :meth:`Canvases.save` wrote.

    Raises:
        Failure: ``INVALID_INPUT`` when the file holds no canvases.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return Canvases(
                stored["pixels"],
                stored["periods"],
                stored["people"],
                str(stored["origin"]),
                bool(stored["redistributable"]),
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        sentence = f"{path.name} holds no canvases; delete it, and `train embedding` makes it anew."
        raise Failure(Code.INVALID_INPUT, sentence) from None


def join_canvases(first: Canvases, second: Canvases) -> Canvases:
    """The fingers of both; the people of the second are numbered on from those of the first."""
    after = int(first.people.max()) + 1
    return Canvases(
        np.concatenate([first.pixels, second.pixels]),
        np.concatenate([first.periods, second.periods]),
        np.concatenate([first.people, second.people + after]),
        f"{first.origin}; {second.origin}",
        first.redistributable and second.redistributable,
    )


def build_synthetic_canvases(seed: int, subjects: int, workers: int = 1) -> Iterator[Canvases]:
    """The ten fingers of each of ``subjects`` synthetic people, one person at a time.

    Args:
        seed: the population; two seeds share no person.
        subjects: how many people, numbered from 1.
        workers: processes to use; their number changes nothing.
    """
    people = range(1, subjects + 1)
    if workers == 1:
        yield from map(person_canvases, itertools.repeat(seed), people)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(person_canvases, itertools.repeat(seed), people, chunksize=2)


def person_canvases(seed: int, user: int) -> Canvases:
    """The ten fingers of one person of the population ``seed``."""
    masters = [generate_finger(person_seed(seed, user), finger, CANVAS_SIDE) for finger in Finger]
    ridges = np.stack([master.ridges for master in masters])
    return Canvases(
        np.rint(127.5 - 127.5 * ridges).astype(np.uint8),
        np.array([master.period for master in masters], np.float32),
        np.full(len(masters), user),
        f"synthetic seed={seed}",
        redistributable=True,
    )


def gather(parts: list[Canvases]) -> Canvases:
    """All the fingers of ``parts``, which share one origin."""
    return Canvases(
        np.concatenate([part.pixels for part in parts]),
        np.concatenate([part.periods for part in parts]),
        np.concatenate([part.people for part in parts]),
        parts[0].origin,
        parts[0].redistributable,
    )
