"""The medical pictures of a folder, and the six methods measured on each, and some read otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lab.ciphers.comparison import Compared, compare
from lab.ciphers.paper_002.timestamp import EXAMPLE
from lab.ciphers.picture_files import SourcePicture, read_source
from lab.ciphers.registry import find_cipher
from lab.papers.paper_002.printed import METHODS
from lab.papers.paper_002.readings import OTHERWISE
from lab.papers.sources import Sources
from lab.papers.tables import Table
from shared.errors import Code, Failure

MODALITIES = {"ct": "CT", "mr": "MRI", "mri": "MRI", "xray": "X-ray", "fundus": "fundus"}
"""What a word of a file's name says of the picture."""

LABELS = (*METHODS, *OTHERWISE)
"""What rows are named after: the paper's six methods as it spells them, then METHOD+READING."""

_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Measured:
    """One picture under the six methods and those of other readings.

    Attributes:
        name: of its file.
        modality: as :data:`MODALITIES` has it.
        source: the picture.
        compared: one for each of :data:`LABELS`, in that order.
    """

    name: str
    modality: str
    source: SourcePicture
    compared: Sequence[Compared]


def measured(folder: Path | None) -> Sequence[Measured]:
    """Measure every medical picture of a folder, by name; none without a folder.

    A file counts whose name has one of the words of :data:`MODALITIES`, such as ``mri-exif-2010.jpg``. One
    without an EXIF date is encrypted with the date 2010:05:11 21:17:51.

    Raises:
        Failure: ``INVALID_INPUT`` when the folder has no such picture, or one that cannot be read.
    """
    return () if folder is None else _measured(folder.resolve())


def method_rows(pictures: Sequence[Measured], ours: Callable[[Measured, Compared], Row]) -> list[Row]:
    """A row for each of our pictures and :data:`LABELS`: its name, the method, and what ``ours`` says."""
    return [
        {"picture": one.name, "method": method, **ours(one, compared)}
        for one in pictures
        for method, compared in zip(LABELS, one.compared, strict=True)
    ]


def picture_table(
    number: int, about: str, rows: Sequence[Row], findings: Sequence[str], sources: Sources
) -> Table:
    """A table whose ours is made of pictures; its columns are all that any row has, in order.

    Args:
        number: of the table.
        about: what it shows.
        rows: at least one; what a row lacks is shown as a dash.
        findings: what the comparison shows.
        sources: says whether there were pictures.
    """
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    missing = () if sources.images else (f"ridgekey-lab reproduce 002 --tables {number} --images IMAGES",)
    source = (
        f"pictures of {sources.images.name}, with their EXIF dates where they have one"
        if sources.images
        else ""
    )
    full = [{name: row.get(name) for name in columns} for row in rows]
    return Table("002", number, about, columns, full, source, findings, missing)


def rounded(value: float, digits: int = 4) -> float:
    """A value as it is shown."""
    return round(value, digits)


@cache
def _measured(folder: Path) -> Sequence[Measured]:
    found = [(path, modality) for path in sorted(folder.iterdir()) if (modality := _modality(path))]
    if not found:
        words = ", ".join(MODALITIES)
        sentence = f"{folder.name} holds no medical picture: its file's name has one of the words {words}."
        raise Failure(Code.INVALID_INPUT, sentence, field="images")
    return tuple(_measure(path, modality) for path, modality in found)


def _measure(path: Path, modality: str) -> Measured:
    source = read_source(path)
    ciphers = [find_cipher(name) for name in (*METHODS.values(), *OTHERWISE)]
    return Measured(path.name, modality, source, compare(source.pixels, ciphers, source.timestamp or EXAMPLE))


def _modality(path: Path) -> str:
    if path.suffix.lower() not in _SUFFIXES:
        return ""
    words = re.split(r"[^a-z]+", path.stem.lower())
    return next((MODALITIES[word] for word in words if word in MODALITIES), "")
