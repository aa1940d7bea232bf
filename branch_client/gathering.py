"""Fetches several images of one user into a folder, one exchange after the other (protocol §3).

Every image is a request of its own, with its own number and its own place in the branch's state, so that a
run that was broken off goes on where it stopped. What is there already is not fetched again.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from branch_client.branch import Branch
from branch_client.connection import ListedImage
from branch_client.conversation import Fetched, Terms, check_terms, fetch_on
from branch_client.opening import SEALED_SUFFIX, read_sealed
from branch_client.retrying import retried
from branch_client.standing import listed_images
from shared.errors import OK, Code, Failure
from shared.identifiers import parse_image_id
from shared.stores.atomic import make_folder
from shared.stores.media_types import file_name_of

_OF_ONE_IMAGE = frozenset(
    {
        Code.IMAGE_NOT_FOUND,
        Code.TOO_LARGE,
        Code.CONFLICT,
        Code.ATTEMPTS_EXHAUSTED,
        Code.IDEMPOTENCY_MISMATCH,
        Code.KEY_UNUSABLE,
        Code.STREAM_CORRUPT,
        Code.STREAM_TRUNCATED,
        Code.TOO_SLOW,
        Code.STORED_DAMAGED,
        Code.INTERNAL,
    }
)
"""Failures after which the next image may well arrive. After any other the run ends: asking on would only be
refused again, spend numbers, and count as attempts."""


class Outcome(enum.StrEnum):
    """What became of one image."""

    FETCHED = "fetched"
    THERE = "there already"
    FAILED = "failed"
    NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes:
        names: IDs of images, and patterns of them with ``*``, ``?`` or ``[…]``.
        everything: whether every released image is wanted besides.
        folder: where they go; made when it is not there.
        force: whether files that are there are replaced.
    """

    names: Sequence[str]
    everything: bool
    folder: Path
    force: bool = False


@dataclass(frozen=True)
class Due:
    """An image that is still to be fetched, and where to."""

    image: str
    path: Path


@dataclass(frozen=True)
class Gathered:
    """What became of one image or pattern.

    Attributes:
        image: its ID, or the pattern that nothing matches.
        outcome: in a word.
        path: its file, when it has one.
        fetched: what arrived.
        failure: why nothing did.
    """

    image: str
    outcome: Outcome
    path: Path | None = None
    fetched: Fetched | None = field(default=None, repr=False)
    failure: Failure | None = None

    @property
    def exit_code(self) -> int:
        """The exit code that this alone would have."""
        return OK if self.failure is None else self.failure.exit_code


class Gathering:
    """One run.

    Args:
        branch: who asks.
        user: for whom.
        wanted: what for.
        terms: how each is asked for and kept.
    """

    def __init__(self, branch: Branch, user: int, wanted: Wanted, terms: Terms) -> None:
        self._branch = branch
        self._user = user
        self._wanted = wanted
        self._terms = terms

    def plan(self) -> tuple[list[Gathered], list[Due]]:
        """Ask once what is released and look at what is here: what is settled by that, and what is due.

        Raises:
            Failure: ``INVALID_INPUT`` for a name or a folder that is none, for terms that cannot be, or one
                scan for several fingers; what the head office refuses, or that it cannot be reached.
        """
        check_terms(self._terms)
        names = [name if is_pattern(name) else parse_image_id(name) for name in self._wanted.names]
        listed = retried(self._branch, lambda: listed_images(self._branch, self._user))
        make_folder(self._wanted.folder)
        chosen, missing = _chosen(listed, names, everything=self._wanted.everything)
        settled, due = [self._missing(name) for name in missing], list[Due]()
        taken: set[Path] = set()
        for image in chosen:
            path = self._wanted.folder / name_in_folder(image, sealed=self._terms.sealed)
            if path in taken:
                settled.append(_conflict(image, f"{path} is another image's; fetch this one with -o FILE."))
            elif self._wanted.force or not (path.exists() or path.is_symlink()):
                due.append(Due(image.image, path))
            else:
                settled.append(self._there(path, image))
            taken.add(path)
        self._require_scans(len(due))
        return settled, due

    def fetch(self, due: Sequence[Due]) -> Iterator[Gathered]:
        """Fetch what is due, in order; of every one it is told what became of it, also of those not tried."""
        for index, each in enumerate(due):
            done = self._fetched(each)
            yield done
            if done.failure is not None and done.failure.code not in _OF_ONE_IMAGE:
                yield from (Gathered(other.image, Outcome.NOT_TRIED) for other in due[index + 1 :])
                return

    def _fetched(self, due: Due) -> Gathered:
        try:
            fetched = fetch_on(self._branch, self._user, due.image, self._terms, due.path)
        except Failure as failure:
            return Gathered(due.image, Outcome.FAILED, failure=failure)
        return Gathered(due.image, Outcome.FETCHED, due.path, fetched)

    def _there(self, path: Path, image: ListedImage) -> Gathered:
        if is_kept(self._branch, self._user, image, path, sealed=self._terms.sealed):
            return Gathered(image.image, Outcome.THERE, path)
        return _conflict(image, f"{path} is something else; move it away, or replace it with --force.")

    def _missing(self, name: str) -> Gathered:
        if not is_pattern(name):
            return Gathered(name, Outcome.FAILED, failure=Failure(Code.IMAGE_NOT_FOUND))
        sentence = f"No image that is released to user {self._user} here matches {name}."
        return Gathered(name, Outcome.FAILED, failure=Failure(Code.IMAGE_NOT_FOUND, sentence))

    def _require_scans(self, count: int) -> None:
        """One picture is one finger, and every message asks for the next one (protocol §1.3)."""
        scan = self._terms.scan
        if scan is None or scan.is_dir() or count < 2:
            return
        enrolment = self._branch.enrolments.newest(self._user)
        if enrolment is None:
            return
        with enrolment.secret:
            if len(enrolment.fingers) > 1:
                sentence = (
                    f"Each of the {count} images asks for another finger, and {scan.name} shows one; "
                    "give --scan a folder with a scan of each finger, or fetch one image at a time."
                )
                raise Failure(Code.INVALID_INPUT, sentence, field="scan")


def _conflict(image: ListedImage, sentence: str) -> Gathered:
    return Gathered(image.image, Outcome.FAILED, failure=Failure(Code.CONFLICT, sentence))


def name_in_folder(image: ListedImage, *, sealed: bool) -> str:
    """What the file of an image is called when nobody says otherwise."""
    return image.image + SEALED_SUFFIX if sealed else file_name_of(image.image, image.media_type)


def is_kept(branch: Branch, user: int, image: ListedImage, path: Path, *, sealed: bool) -> bool:
    """Whether a file is that image, as far as can be seen without a key.

    An image's ID is never given to another, so that a file of that name and size is it; of a sealed one the
    header says whose it is.
    """
    if not sealed:
        return path.is_file() and path.stat().st_size == image.size
    try:
        return read_sealed(branch, path).header.message.user == user
    except Failure:
        return False


def is_pattern(name: str) -> bool:
    """Whether a name stands for several: no image's ID has such characters."""
    return any(character in name for character in "*?[")


def _chosen(
    listed: Sequence[ListedImage], names: Sequence[str], *, everything: bool
) -> tuple[list[ListedImage], list[str]]:
    """The listed images that are meant, each once, and the names that mean none."""
    found: dict[str, ListedImage] = {}
    missing: list[str] = []
    for name in (*names, *(["*"] if everything else [])):
        meant = {each.image: each for each in listed if each.image == name or fnmatchcase(each.image, name)}
        found |= {image: each for image, each in meant.items() if image not in found}
        if not meant and name in names and name not in missing:
            missing.append(name)
    return list(found.values()), missing
