"""Which files are meant, and the ID that each gets: decided for all before one of them is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.cli.image.incoming import STANDARD_INPUT, spoken_name
from shared.errors import Code, Failure
from shared.identifiers import parse_image_id

SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".jp2", ".j2k", ".dcm", ".dicom"}
)
"""Endings that are no part of an ID. Any other stays: the last part of a DICOM UID looks like one."""


@dataclass(frozen=True)
class Candidate:
    """A file, or ``-`` for standard input, and the ID that its image gets."""

    source: str
    image: str

    @property
    def name(self) -> str:
        """What it is called."""
        return spoken_name(self.source)


def select_images(sources: Sequence[str], image_id: str | None) -> tuple[Candidate, ...]:
    """The files that are meant, in order; of a folder those in it that are not hidden, by name.

    Args:
        sources: files, folders, or ``-`` for standard input.
        image_id: the ID of the one image; else each gets its file's name without an ending of an image.

    Raises:
        Failure: ``INVALID_INPUT`` when a name gives no ID, two give the same, a folder has no files, or
            ``image_id`` and the sources do not fit; ``NOT_FOUND`` for a file that is not there.
    """
    if image_id is not None:
        return (_named(sources, image_id),)
    files = [file for source in sources for file in _files_of(source)]
    candidates = tuple(Candidate(file, id_of(Path(file))) for file in files)
    _require_ids(candidates)
    _require_distinct(candidates)
    return candidates


def id_of(file: Path) -> str:
    """The file's name without an ending of an image; it may be no valid ID."""
    return file.name[: -len(file.suffix)] if file.suffix.lower() in SUFFIXES else file.name


def _named(sources: Sequence[str], image_id: str) -> Candidate:
    parse_image_id(image_id)
    if len(sources) > 1 or (sources[0] != STANDARD_INPUT and Path(sources[0]).is_dir()):
        sentence = "--id names one image; without it each gets its file's name."
        raise Failure(Code.INVALID_INPUT, sentence, field="id")
    return Candidate(sources[0], image_id)


def _files_of(source: str) -> Iterator[str]:
    path = Path(source)
    if source == STANDARD_INPUT:
        raise Failure(Code.INVALID_INPUT, "Standard input has no name; give the image an --id.", field="id")
    if not path.is_dir():
        if "\0" not in source and not path.exists():
            raise Failure(Code.NOT_FOUND, f"There is no file {path}.")
        yield source
        return
    try:
        found = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise Failure(Code.LOCAL_FAILURE, f"Cannot read {path}: {reason}.") from None
    if not found:
        raise Failure(Code.INVALID_INPUT, f"The folder {path} has no files in it.", field="file")
    yield from map(str, found)


def _require_ids(candidates: Sequence[Candidate]) -> None:
    wrong = [each.name for each in candidates if not _is_id(each.image)]
    if wrong:
        more = f", and {len(wrong) - 1} more names" if len(wrong) > 1 else ""
        sentence = (
            f"{wrong[0]}{more} would give no image ID; rename to 1 to 64 letters, digits and inner dots, "
            "hyphens or underscores before the ending, or give one image an --id."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="file")


def _require_distinct(candidates: Sequence[Candidate]) -> None:
    owners: dict[str, Candidate] = {}
    for each in candidates:
        owner = owners.setdefault(each.image, each)
        if owner is not each:
            sentence = (
                f"{owner.source} and {each.source} would both be image {each.image}; rename one of them."
            )
            raise Failure(Code.INVALID_INPUT, sentence, field="file")


def _is_id(text: str) -> bool:
    try:
        parse_image_id(text)
    except Failure:
        return False
    return True
