"""The finger pad: where a live print comes from when a challenge asks for one (biometrics §3).

A scanner is a port. What stands here reads files, which is how a device without a driver of its own delivers;
a device's driver is one more class with a ``scan``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from shared.biometrics.confined_decoding import load_prints
from shared.biometrics.prints import Print
from shared.biometrics.socofing import SUFFIXES, parse_name
from shared.errors import Code, Failure
from shared.identifiers import Finger

NOT_COUNTED = "It does not count as an attempt."
"""What a person is told when nothing was compared, so nothing can have been refused."""


class Scanner(Protocol):
    """Gives one live print of the finger that was asked for."""

    def scan(self, user: int, finger: Finger) -> Print:
        """Scan a finger.

        Args:
            user: whose finger it should be; no scanner can know.
            finger: which one the challenge names.

        Raises:
            Failure: ``INVALID_INPUT`` when there is no readable scan.
        """
        ...


class FileScanner:
    """One image file: whatever finger it shows, it is what lies on the pad.

    Args:
        path: the file, read at once, so that a bad one costs no message number.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no print.
    """

    def __init__(self, path: Path) -> None:
        self._print = _load(path)

    def scan(self, user: int, finger: Finger) -> Print:
        """The print of the file."""
        del user, finger
        return self._print


class FolderScanner:
    """A folder with a file for each finger.

    Names are SOCOFing's (``17__M_Left_index_finger.BMP``) or fingers' (``left_index.png``).

    Args:
        folder: the folder, listed at once, its files read when their finger is asked for.

    Raises:
        Failure: ``INVALID_INPUT`` when it cannot be listed or has no images.
    """

    def __init__(self, folder: Path) -> None:
        self._name = folder.name or str(folder)
        try:
            self._files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
        except OSError:
            raise _refusal(f"{self._name} cannot be listed; check its permissions.") from None
        if not self._files:
            raise _refusal(
                f"{self._name} has no PNG, BMP or TIFF images; name the folder that has the scans."
            )

    def scan(self, user: int, finger: Finger) -> Print:
        """The print of the finger's one file."""
        files = [path for path in self._files if _shows(path, user, finger)]
        wanted = f"{finger.label}.png"
        if not files:
            raise _refusal(f"{self._name} has no scan of user {user}'s {finger.label}; add {wanted}.")
        if len(files) > 1:
            raise _refusal(f"{self._name} has two scans of {finger.label}; keep {files[0].name} only.")
        return _load(files[0])


def scanner_for(path: Path) -> Scanner:
    """The scanner of what a person named: a folder of files, or one file.

    Raises:
        Failure: ``INVALID_INPUT`` when it is neither.
    """
    return FolderScanner(path) if path.is_dir() else FileScanner(path)


def _shows(path: Path, user: int, finger: Finger) -> bool:
    if path.stem.lower().replace("-", "_") == finger.label:
        return True
    name = parse_name(path.name)
    return name is not None and (name.subject, name.finger, name.alteration) == (user, finger, None)


def _load(path: Path) -> Print:
    try:
        (print_,) = load_prints([path])
    except Failure as failure:
        raise _refusal(failure.sentence) from None
    return print_


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, f"{sentence} {NOT_COUNTED}", field="scan")
