"""SOCOFing's file names, and choosing one user's prints from a folder (biometrics §5).

A name is ``17__M_Left_index_finger.BMP``; an altered print adds its kind,
``17__M_Left_index_finger_CR.BMP``. Of the thumbs the data set says ``Left_thumb_finger``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from shared.errors import Code, Failure
from shared.identifiers import Finger

ALTERATIONS = ("Obl", "CR", "Zcut")
"""Obliteration, central rotation, z-cut."""

REAL_FOLDER = "Real"
ALTERED_FOLDER = "Altered"
REPEATS_FOLDER = "Repeats"
"""Folders of the layout; the last is ours, for further impressions, which SOCOFing does not have."""

SUFFIXES = (".bmp", ".png", ".tif", ".tiff")
"""Of the files taken for prints, in lower case."""

_NAME = re.compile(
    r"(?P<subject>[0-9]{1,9})__(?P<gender>[MF])_(?P<hand>left|right)_(?P<finger>little|ring|middle|index|thumb)"
    r"_finger(?:_(?P<alteration>obl|cr|zcut))?\.(?:bmp|png|tiff?)",
    re.ASCII | re.IGNORECASE,
)

_NUMBERED = re.compile(r"[0-9]{1,9}(?=_)", re.ASCII)
_HAND = re.compile(r"left|right")
_DIGIT = re.compile(r"little|middle|index|thumb|(?<![a-z])ring(?![a-z])")


@dataclass(frozen=True)
class PrintName:
    """What a SOCOFing file name says.

    Attributes:
        subject: the subject's number.
        gender: ``M`` or ``F``.
        finger: which finger.
        alteration: one of :data:`ALTERATIONS`; None for an unaltered print.
    """

    subject: int
    gender: str
    finger: Finger
    alteration: str | None = None


def parse_name(filename: str) -> PrintName | None:
    """Read a file name; None when it is not one of SOCOFing's. Upper and lower case count alike."""
    match = _NAME.fullmatch(filename)
    if match is None:
        return None
    finger = Finger[f"{match['hand']}_{match['finger']}".upper()]
    alterations = {kind.lower(): kind for kind in ALTERATIONS}
    alteration = alterations[match["alteration"].lower()] if match["alteration"] else None
    return PrintName(int(match["subject"]), match["gender"].upper(), finger, alteration)


def format_name(name: PrintName, suffix: str = ".BMP") -> str:
    """The file name that says ``name``, such as ``17__M_Left_index_finger_CR.BMP``."""
    hand, digit = name.finger.label.split("_")
    tail = f"_{name.alteration}" if name.alteration else ""
    return f"{name.subject}__{name.gender}_{hand.capitalize()}_{digit}_finger{tail}{suffix}"


def select_prints(folder: Path, user: int) -> dict[Finger, Path]:
    """Choose a user's prints from a folder.

    Where files have SOCOFing names, that user's unaltered ones are taken, from the folder itself or from
    ``SOCOFing/Real`` or ``Real`` under it. Where none has, names such as ``left_index.png`` say which finger
    it is; and where none says that either, one to ten images are taken in the order of their names for the
    left little finger onwards.

    Args:
        folder: the folder named by the administrator.
        user: whose prints to choose.

    Returns:
        The files by finger, in the paper's order.

    Raises:
        Failure: ``INVALID_INPUT`` when there is no such folder or no print in it for the user, when two files
            are for one finger, when there are more than ten, or when a name is nearly one of SOCOFing's; the
            sentence says what to do.
    """
    files = _image_files(folder)
    named = [(parse_name(path.name), path) for path in files]
    anyone = not any(name for name, _ in named)
    _check_spelling([path.name for name, path in named if name is None], None if anyone else user)
    if anyone:
        return _by_label(folder, files) or _in_name_order(folder, files)
    chosen: dict[Finger, Path] = {}
    for name, path in named:
        if name is None or name.subject != user or name.alteration:
            continue
        if name.finger in chosen:
            raise _refusal(f"{folder.name} has two prints of user {user}'s {name.finger.label}; keep one.")
        chosen[name.finger] = path
    if not chosen:
        raise _refusal(f"{folder.name} has no unaltered print of user {user}; name the folder that has.")
    return dict(sorted(chosen.items()))


def is_nearly_a_name(filename: str) -> bool:
    """Whether a name that is none of SOCOFing's was probably meant to be one: it speaks of a finger.

    A finger's own name, such as ``left_index.png``, was not.
    """
    stem = filename.rsplit(".", 1)[0].lower()
    hand, digit = _HAND.search(stem), _DIGIT.search(stem)
    numbered = _NUMBERED.match(stem) and (hand or digit or "finger" in stem)
    return bool(numbered or (hand and digit)) and finger_named(filename) is None


def finger_named(filename: str) -> Finger | None:
    """The finger that a file is named after, such as ``left_index.png``; None when it is after none."""
    stem = filename.rsplit(".", 1)[0].lower().replace("-", "_")
    return next((finger for finger in Finger if finger.label == stem), None)


def _check_spelling(others: list[str], user: int | None) -> None:
    """Refuse a name that is nearly one of SOCOFing's, of this user or of anyone.

    Its print would be left out, or taken for another finger.
    """
    for filename in others:
        number = _NUMBERED.match(filename)
        if is_nearly_a_name(filename) and (user is None or (number and int(number[0]) == user)):
            example = "17__M_Left_index_finger.BMP"
            raise _refusal(
                f"{filename} is nearly a name of SOCOFing's, but not quite; name it like {example}."
            )


def _image_files(folder: Path) -> list[Path]:
    for place in (folder, folder / "SOCOFing" / "Real", folder / "Real"):
        try:
            inside = sorted(place.iterdir(), key=lambda path: path.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):  # ValueError: a NUL in the name
            raise _refusal("The folder of prints cannot be read; check its name and permissions.") from None
        files = [path for path in inside if path.suffix.lower() in SUFFIXES and path.is_file()]
        if files:
            return files
    raise _refusal(f"{folder.name} is no folder with PNG, BMP or TIFF prints; name the one that has them.")


def _by_label(folder: Path, files: list[Path]) -> dict[Finger, Path]:
    """The prints by the fingers that they are named after; empty when no file is."""
    chosen: dict[Finger, Path] = {}
    for path in files:
        finger = finger_named(path.name)
        if finger is not None and finger in chosen:
            raise _refusal(f"{folder.name} has two prints of the {finger.label}; keep one.")
        if finger is not None:
            chosen[finger] = path
    others = [path.name for path in files if path not in chosen.values()]
    if chosen and others:
        raise _refusal(f"{others[0]} names no finger, while others do; name it like left_index.png.")
    return dict(sorted(chosen.items()))


def _in_name_order(folder: Path, files: list[Path]) -> dict[Finger, Path]:
    if len(files) > len(Finger):
        raise _refusal(f"{folder.name} has more than ten images; keep one for each finger.")
    return dict(zip(Finger, files, strict=False))


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="prints")
