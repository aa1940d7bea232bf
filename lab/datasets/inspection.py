"""Looks a data set over, file by file: what is there, what is missing, what cannot be used.

Nothing is refused here but a folder without a data set; everything else that is wrong becomes a sentence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from lab.datasets.identical import groups_across
from lab.datasets.image_reading import Found, ImageFile, read_images
from lab.datasets.layout import Layout, PrintFolder, find_layout
from lab.datasets.print_set import Severity, View
from lab.datasets.provenance import SOCOFING, provenance_of, read_checksums
from lab.datasets.socofing_set import NamedPrint, Report, alteration_fits
from shared.biometrics.socofing import SUFFIXES, parse_name
from shared.identifiers import Finger
from shared.stores.atomic import refusal


@dataclass
class FolderContent:
    """What one folder of prints holds.

    Attributes:
        folder: which.
        prints: the files whose names fit.
        misnamed: images with another name than SOCOFing's.
        misplaced: names of altered prints among unaltered ones, or the other way round.
        others: how many files are no images.
        unreadable: a sentence for every print that cannot be read.
        sizes: how many prints have which size, as (width, height).
    """

    folder: PrintFolder
    prints: list[NamedPrint] = field(default_factory=list)
    misnamed: list[Path] = field(default_factory=list)
    misplaced: list[Path] = field(default_factory=list)
    others: int = 0
    unreadable: list[str] = field(default_factory=list)
    sizes: Counter[tuple[int, int]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Inspection:
    """What was found.

    Attributes:
        layout: where.
        contents: one entry a folder, in the order of the views.
        origin: as of a :class:`lab.datasets.print_set.PrintSet`.
        twins: the files of each picture that is said to be of several people, unaltered prints only.
        unlisted: prints whose SHA-256 is not the one that was listed when synthetic prints were written.
        gone: prints that were listed then and are not there.
    """

    layout: Layout
    contents: tuple[FolderContent, ...]
    origin: str
    twins: tuple[tuple[Path, ...], ...]
    unlisted: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def synthetic(self) -> bool:
        """Whether the folder says that ``data synth`` wrote it."""
        return "synthetic" in self.origin

    def fingers(self) -> dict[int, set[Finger]]:
        """Which fingers every subject has an unaltered print of, by the subject's number."""
        found: dict[int, set[Finger]] = {}
        for content in self.contents:
            for print_ in content.prints:
                fingers = found.setdefault(print_.name.subject, set())
                if content.folder.view == View.ENROLLED:
                    fingers.add(print_.name.finger)
        return dict(sorted(found.items()))

    def doubles(self) -> list[tuple[Path, Path]]:
        """Pairs of files for the same print of one folder, such as a BMP and a PNG."""
        pairs: list[tuple[Path, Path]] = []
        first: dict[tuple[int, ...], Path] = {}
        for print_ in (print_ for content in self.contents for print_ in content.prints):
            other = first.setdefault(print_.order(), print_.path)
            if other != print_.path:
                pairs.append((other, print_.path))
        return pairs

    def count(self, view: View, severity: Severity = Severity.NONE) -> int | None:
        """The number of prints of a folder whose names fit; None when there is no such folder."""
        found = [
            len(content.prints)
            for content in self.contents
            if (content.folder.view, content.folder.severity) == (view, severity)
        ]
        return sum(found) if found else None


def inspect(path: Path, report: Report | None = None) -> Inspection:
    """Look a data set over.

    Args:
        path: the folder that somebody named; see :func:`lab.datasets.layout.find_layout`.
        report: called with the number of files read and the number of files.

    Raises:
        Failure: ``INVALID_INPUT`` when there is no data set; the sentence says what was expected where.
    """
    layout = find_layout(path)
    contents = tuple(_listed(folder) for folder in layout.folders)
    prints = [print_ for content in contents for print_ in content.prints]
    images = map(_without_pixels, read_images([one.path for one in prints], report))
    found = list(zip(prints, images, strict=True))
    _note_pictures(contents, found)
    digests = {
        print_.path.relative_to(layout.root).as_posix(): image.file_digest
        for print_, image in found
        if isinstance(image, ImageFile)
    }
    origin, _ = provenance_of(layout.root, digests)
    listed = {} if origin == SOCOFING else read_checksums(layout.root)
    return Inspection(
        layout=layout,
        contents=contents,
        origin=origin,
        twins=_twins(found),
        unlisted=tuple(name for name, digest in digests.items() if listed and listed.get(name) != digest),
        gone=tuple(name for name in listed if not (layout.root / name).exists()),
    )


def _without_pixels(image: Found) -> Found:
    """So that half a gigabyte of pictures need not be kept."""
    if not isinstance(image, ImageFile):
        return image
    return replace(image, pixels=np.empty((0, 0), np.uint8))


def _listed(folder: PrintFolder) -> FolderContent:
    content = FolderContent(folder)
    try:
        files = sorted(folder.path.iterdir())
    except OSError as error:
        raise refusal("read", folder.path, error) from None
    for path in files:
        name = parse_name(path.name)
        if path.suffix.lower() not in SUFFIXES:
            content.others += not path.is_dir()
        elif name is None or name.subject == 0:
            content.misnamed.append(path)
        elif not alteration_fits(name, folder):
            content.misplaced.append(path)
        else:
            content.prints.append(NamedPrint(path, name, folder))
    return content


def _note_pictures(contents: tuple[FolderContent, ...], found: list[tuple[NamedPrint, Found]]) -> None:
    """Add sizes and what cannot be read to the folders' contents."""
    by_folder = {content.folder: content for content in contents}
    for print_, image in found:
        content = by_folder[print_.folder]
        if isinstance(image, ImageFile):
            height, width = image.shape
            content.sizes[width, height] += 1
        else:
            content.unreadable.append(image.sentence)


def _twins(found: list[tuple[NamedPrint, Found]]) -> tuple[tuple[Path, ...], ...]:
    whole = [
        (print_, image)
        for print_, image in found
        if isinstance(image, ImageFile) and print_.folder.view == View.ENROLLED
    ]
    groups = groups_across(
        [image.picture_digest for _, image in whole], [print_.name.subject for print_, _ in whole]
    )
    return tuple(tuple(whole[place][0].path for place in group) for group in groups)
