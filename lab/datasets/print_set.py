"""A set of labelled prints in memory and in one ``.npz`` file."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from shared.errors import Code, Failure


class View(enum.IntEnum):
    """How a print of a set came to be.

    The enrolled prints are for measurement: paper 003 trains on altered prints and tests on the originals.
    """

    ENROLLED = 0
    ALTERED = 1
    REPEATED = 2


@dataclass(frozen=True)
class PrintSet:
    """Prints with the person and the finger that each shows.

    Attributes:
        pixels: uint8 ``[n, 96, 96]``, as the sensor gives them (not yet preprocessed).
        subjects: int32 ``[n]``.
        fingers: int64 ``[n]``, 0..9 in the order of :class:`shared.identifiers.Finger`.
        views: uint8 ``[n]``, of :class:`View`.
    """

    pixels: NDArray[np.uint8]
    subjects: NDArray[np.int32]
    fingers: NDArray[np.int64]
    views: NDArray[np.uint8]

    def __len__(self) -> int:
        """The number of prints."""
        return len(self.fingers)

    def where(self, chosen: NDArray[np.bool_]) -> PrintSet:
        """The prints that a mask ``[n]`` chooses."""
        return PrintSet(self.pixels[chosen], self.subjects[chosen], self.fingers[chosen], self.views[chosen])

    def enrolled(self) -> PrintSet:
        """The prints as enrolled, one of each finger."""
        return self.where(self.views == View.ENROLLED)

    def to_learn_from(self) -> PrintSet:
        """All the others."""
        return self.where(self.views != View.ENROLLED)

    def save(self, path: Path) -> None:
        """Write the set to ``path``."""
        with path.open("wb") as file:
            np.savez(file, pixels=self.pixels, subjects=self.subjects, fingers=self.fingers, views=self.views)


def load_set(path: Path) -> PrintSet:
    """Read a set that :meth:`PrintSet.save` wrote.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no such set.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return PrintSet(stored["pixels"], stored["subjects"], stored["fingers"], stored["views"])
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        sentence = f"{path.name} is no set of prints; make one with `ridgekey-lab data collect`."
        raise Failure(Code.INVALID_INPUT, sentence) from None


def join_sets(parts: list[PrintSet]) -> PrintSet:
    """One set of all the prints of ``parts``, in order."""
    return PrintSet(
        np.concatenate([part.pixels for part in parts]),
        np.concatenate([part.subjects for part in parts]),
        np.concatenate([part.fingers for part in parts]),
        np.concatenate([part.views for part in parts]),
    )
