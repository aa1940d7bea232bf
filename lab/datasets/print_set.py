"""A set of labelled prints in memory and in one ``.npz`` file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PrintSet:
    """Prints with the person and the finger that each shows.

    Attributes:
        pixels: uint8 ``[n, 96, 96]``, as the sensor gives them (not yet preprocessed).
        subjects: int32 ``[n]``.
        fingers: int64 ``[n]``, 0..9 in the order of :class:`shared.identifiers.Finger`.
        altered: bool ``[n]``, whether the print was altered on purpose.
    """

    pixels: NDArray[np.uint8]
    subjects: NDArray[np.int32]
    fingers: NDArray[np.int64]
    altered: NDArray[np.bool_]

    def __len__(self) -> int:
        """The number of prints."""
        return len(self.fingers)

    def where(self, chosen: NDArray[np.bool_]) -> PrintSet:
        """The prints that a mask ``[n]`` chooses."""
        return PrintSet(
            self.pixels[chosen], self.subjects[chosen], self.fingers[chosen], self.altered[chosen]
        )

    def save(self, path: Path) -> None:
        """Write the set to ``path``."""
        np.savez(path, pixels=self.pixels, subjects=self.subjects, fingers=self.fingers, altered=self.altered)


def load_set(path: Path) -> PrintSet:
    """Read a set that :meth:`PrintSet.save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        return PrintSet(stored["pixels"], stored["subjects"], stored["fingers"], stored["altered"])


def join_sets(parts: list[PrintSet]) -> PrintSet:
    """One set of all the prints of ``parts``, in order."""
    return PrintSet(
        np.concatenate([part.pixels for part in parts]),
        np.concatenate([part.subjects for part in parts]),
        np.concatenate([part.fingers for part in parts]),
        np.concatenate([part.altered for part in parts]),
    )
