"""Reads a folder in SOCOFing's layout, the published one or one that ``data synth`` wrote, into memory."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.datasets.image_reading import ImageFile, read_images
from lab.datasets.layout import PrintFolder, find_layout
from lab.datasets.print_set import SIDE, Alteration, PrintSet, View
from lab.datasets.provenance import provenance_of
from shared.biometrics.socofing import SUFFIXES, PrintName, parse_name
from shared.errors import Code, Failure
from shared.stores.atomic import refusal

Report = Callable[[int, int], object]
"""Called with what is done and what there is in all."""


@dataclass(frozen=True)
class NamedPrint:
    """A file of a data set, what its name says and which folder it lies in."""

    path: Path
    name: PrintName
    folder: PrintFolder

    def order(self) -> tuple[int, int, int, int, int, int]:
        """Sets are sorted by subject, finger, view, severity, alteration, and number of the impression."""
        view, severity = int(self.folder.view), int(self.folder.severity)
        finger = int(self.name.finger)
        return self.name.subject, finger, view, severity, int(self.alteration()), self.folder.repeat

    def alteration(self) -> Alteration:
        """What was done to the print, as its name says."""
        return Alteration[self.name.alteration.upper()] if self.name.alteration else Alteration.NONE


def read_folder(
    path: Path, report: Report | None = None, subjects: Collection[int] | None = None
) -> PrintSet:
    """Read a data set.

    Args:
        path: the folder that holds ``Real`` and ``Altered``, one around it, or a folder of unaltered prints.
        report: called with the number of files read and the number of files.
        subjects: whose prints to read; everyone's when not said.

    Returns:
        All its prints, sorted by (subject, finger, view, severity, alteration, impression).

    Raises:
        Failure: ``INVALID_INPUT`` when there is no data set, when the name of an image is not SOCOFing's or
            does not fit its folder, or when an image cannot be read; ``ridgekey-lab data verify`` lists all.
    """
    layout = find_layout(path)
    named = sorted((one for folder in layout.folders for one in _named_in(folder)), key=NamedPrint.order)
    if subjects is not None:
        named = [one for one in named if one.name.subject in subjects]
    if not named:
        whose = "" if subjects is None else " of these people"
        raise _refusal(f"{layout.root} has no print{whose}.")
    pixels = np.empty((len(named), SIDE, SIDE), np.uint8)
    digests = {}
    for place, found in enumerate(read_images([one.path for one in named], report)):
        if not isinstance(found, ImageFile):
            raise _refusal(found.sentence)
        pixels[place] = found.pixels
        digests[named[place].path.relative_to(layout.root).as_posix()] = found.file_digest
    origin, redistributable = provenance_of(layout.root, digests)
    return _as_set(named, pixels, origin, redistributable)


def alteration_fits(name: PrintName, folder: PrintFolder) -> bool:
    """Whether the name says altered where altered prints belong, and does not say so elsewhere."""
    return (name.alteration is not None) == (folder.view == View.ALTERED)


def _named_in(folder: PrintFolder) -> list[NamedPrint]:
    try:
        files = [path for path in folder.path.iterdir() if path.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise refusal("read", folder.path, error) from None
    return [_named(path, folder) for path in files]


def _named(path: Path, folder: PrintFolder) -> NamedPrint:
    name = parse_name(path.name)
    if name is None or name.subject == 0:
        raise _refusal(f"{path} has no name of SOCOFing's; `ridgekey-lab data verify` lists all such.")
    if not alteration_fits(name, folder):
        kind = "unaltered" if name.alteration is None else "altered"
        raise _refusal(f"{path} has the name of an {kind} print, but lies in {folder.path.name}; move it.")
    return NamedPrint(path, name, folder)


def _as_set(
    named: list[NamedPrint], pixels: NDArray[np.uint8], origin: str, redistributable: bool
) -> PrintSet:
    return PrintSet(
        pixels=pixels,
        subjects=np.array([one.name.subject for one in named], np.int32),
        fingers=np.array([int(one.name.finger) for one in named], np.int64),
        views=np.array([one.folder.view for one in named], np.uint8),
        alterations=np.array([one.alteration() for one in named], np.uint8),
        severities=np.array([one.folder.severity for one in named], np.uint8),
        origin=origin,
        redistributable=redistributable,
    )


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="prints")
