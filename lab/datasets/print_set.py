"""A set of labelled prints in memory and in one ``.npz`` file."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from shared.errors import Code, Failure
from shared.stores.atomic import open_atomically

SIDE = 96
"""Rows and columns of a print of a set, as the paper's networks read them."""


class View(enum.IntEnum):
    """How a print of a set came to be.

    The enrolled prints are for measurement: paper 003 trains on altered prints and tests on the originals.
    """

    ENROLLED = 0
    ALTERED = 1
    REPEATED = 2


class Alteration(enum.IntEnum):
    """What was done to a print; the names are SOCOFing's: obliteration, central rotation, z-cut."""

    NONE = 0
    OBL = 1
    CR = 2
    ZCUT = 3


class Severity(enum.IntEnum):
    """How much of the print an alteration concerns."""

    NONE = 0
    EASY = 1
    MEDIUM = 2
    HARD = 3


@dataclass(frozen=True)
class PrintSet:
    """Prints with the person and the finger that each shows.

    Attributes:
        pixels: uint8 ``[n, 96, 96]``, resized by :func:`shared.exact.image.resize` but not equalised, so that
            a training may vary the sensor first.
        subjects: int32 ``[n]``, as numbered in SOCOFing's file names, from 1.
        fingers: int64 ``[n]``, 0..9 in the order of :class:`shared.identifiers.Finger`.
        views: uint8 ``[n]``, of :class:`View`.
        alterations: uint8 ``[n]``, of :class:`Alteration`.
        severities: uint8 ``[n]``, of :class:`Severity`.
        origin: where the prints come from, such as ``synthetic seed=1`` or ``SOCOFing``.
        redistributable: whether what is learned from them may be passed on; never of SOCOFing's.
    """

    pixels: NDArray[np.uint8] = field(repr=False)  # personal data, which never reaches a log
    subjects: NDArray[np.int32]
    fingers: NDArray[np.int64]
    views: NDArray[np.uint8]
    alterations: NDArray[np.uint8]
    severities: NDArray[np.uint8]
    origin: str
    redistributable: bool

    def __len__(self) -> int:
        """The number of prints."""
        return len(self.fingers)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> PrintSet:
        """The prints that a mask ``[n]`` or places choose."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in COLUMNS})

    def enrolled(self) -> PrintSet:
        """The prints as enrolled, one of each finger."""
        return self.where(self.views == View.ENROLLED)

    def altered(self) -> PrintSet:
        """The altered prints."""
        return self.where(self.views == View.ALTERED)

    def repeated(self) -> PrintSet:
        """The further impressions."""
        return self.where(self.views == View.REPEATED)

    def to_learn_from(self) -> PrintSet:
        """All but the enrolled prints."""
        return self.where(self.views != View.ENROLLED)

    def save(self, path: Path) -> None:
        """Write the set to ``path``, whole or not at all.

        Raises:
            Failure: ``LOCAL_FAILURE`` when the system refuses.
        """
        with open_atomically(path) as file:
            arrays: dict[str, Any] = {one.name: np.asarray(getattr(self, one.name)) for one in fields(self)}
            np.savez(file, **arrays)


COLUMNS = ("pixels", "subjects", "fingers", "views", "alterations", "severities")
"""The arrays of a set, one entry a print."""

_TYPES = dict(zip(COLUMNS, ("u1", "i4", "i8", "u1", "u1", "u1"), strict=True))


def load_set(path: Path) -> PrintSet:
    """Read a set that :meth:`PrintSet.save` wrote.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no such set.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            columns = {name: stored[name] for name in COLUMNS}
            whole = PrintSet(
                **columns, origin=str(stored["origin"]), redistributable=bool(stored["redistributable"])
            )
        _check_columns(whole)
    except (OSError, EOFError, KeyError, ValueError, TypeError, AttributeError, BadZipFile):
        sentence = f"{path.name} is no set of prints; make one with `ridgekey-lab data collect`."
        raise Failure(Code.INVALID_INPUT, sentence) from None
    return whole


def join_sets(parts: list[PrintSet]) -> PrintSet:
    """One set of all the prints of ``parts``, in order; passed on only where every part may be.

    Args:
        parts: at least one.
    """
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    origins = dict.fromkeys(part.origin for part in parts)
    return PrintSet(
        **columns,
        origin=" + ".join(origins),
        redistributable=all(part.redistributable for part in parts),
    )


def _check_columns(prints: PrintSet) -> None:
    """Raises ValueError for anything but what :class:`PrintSet` says."""
    for name in COLUMNS:
        column = getattr(prints, name)
        shape = (len(prints), SIDE, SIDE) if name == "pixels" else (len(prints),)
        if column.dtype != np.dtype(_TYPES[name]) or column.shape != shape:
            raise ValueError(name)
