"""Where a data set in SOCOFing's layout keeps its prints, found from the folder that somebody named.

The layout is ``Real`` and ``Altered/Altered-Easy``, ``-Medium`` and ``-Hard``, often inside one or two
folders ``SOCOFing``; sets of our own may add ``Repeats/Repeat-1`` onwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lab.datasets.print_set import Severity, View
from shared.biometrics.socofing import ALTERED_FOLDER, REAL_FOLDER, REPEATS_FOLDER, SUFFIXES, parse_name
from shared.errors import Code, Failure
from shared.stores.atomic import refusal

WANTED = f"{REAL_FOLDER} and {ALTERED_FOLDER}/{ALTERED_FOLDER}-Easy, -Medium and -Hard"
"""What a data set is made of, in words."""

ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".xz", ".tgz")

_OUTER = "SOCOFing"
_SEVERITIES = {f"{ALTERED_FOLDER}-{severity.name.capitalize()}": severity for severity in list(Severity)[1:]}
_REPEAT = re.compile(r"Repeat-(?P<number>[1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True)
class PrintFolder:
    """One folder of prints.

    Attributes:
        path: where it is.
        view: what its prints are.
        severity: of altered prints.
        repeat: the number of the impression, for repeated prints.
    """

    path: Path
    view: View
    severity: Severity = Severity.NONE
    repeat: int = 0


@dataclass(frozen=True)
class Layout:
    """A data set that was found.

    Attributes:
        root: the folder that holds ``Real`` and ``Altered``.
        folders: those that are there, in the order of the views.
    """

    root: Path
    folders: tuple[PrintFolder, ...]


def find_layout(path: Path) -> Layout:
    """Find the data set in or under the folder that somebody named.

    A folder that itself holds prints with SOCOFing's names is taken as one of unaltered prints.

    Raises:
        Failure: ``INVALID_INPUT`` when there is none, with a sentence that says what was expected where.
    """
    try:
        _check_is_folder(path)
        for root in (path, path / _OUTER, path / _OUTER / _OUTER):
            folders = _folders_of(root)
            if folders:
                return Layout(root, folders)
        _check_is_whole(path)
        if _has_named_prints(path):
            return Layout(path, (PrintFolder(path, View.ENROLLED),))
        raise _no_layout(path)
    except OSError as error:
        raise refusal("read", path, error) from None


def _folders_of(root: Path) -> tuple[PrintFolder, ...]:
    found = [PrintFolder(root / REAL_FOLDER, View.ENROLLED)]
    found += [
        PrintFolder(root / ALTERED_FOLDER / name, View.ALTERED, severity)
        for name, severity in _SEVERITIES.items()
    ]
    repeats = root / REPEATS_FOLDER
    inside = repeats.iterdir() if repeats.is_dir() else ()
    matches = [_REPEAT.fullmatch(folder.name) for folder in inside]
    numbers = sorted(int(match["number"]) for match in matches if match)
    found += [PrintFolder(repeats / f"Repeat-{number}", View.REPEATED, repeat=number) for number in numbers]
    return tuple(folder for folder in found if folder.path.is_dir())


def _check_is_folder(path: Path) -> None:
    if "\0" in str(path) or not path.exists():
        raise _refusal(f"There is no {path}; name the folder that holds {WANTED}.")
    if path.is_dir():
        return
    if path.suffix.lower() == ".npz":
        raise _refusal(f"{path} is a collected set; name the folder that it was collected from.")
    if path.suffix.lower() in ARCHIVES:
        raise _refusal(f"{path} is still packed; unpack it and name the folder that comes of it.")
    raise _refusal(f"{path} is a file; name the folder that holds {WANTED}.")


def _check_is_whole(path: Path) -> None:
    """Refuse a folder that is only a part of a data set, where the whole is around it."""
    place = path.resolve()
    for root in (place.parent, place.parent.parent):
        for folder in _folders_of(root):
            if place in (folder.path, folder.path.parent):
                raise _refusal(f"{path} is only a part of the data set; name {root}, which holds {WANTED}.")


def _has_named_prints(path: Path) -> bool:
    return any(parse_name(inside.name) is not None for inside in path.iterdir())


def _no_layout(path: Path) -> Failure:
    """The sentence for a folder without a data set: what lies there instead."""
    inside = sorted(path.iterdir())
    if not inside:
        return _refusal(f"{path} is empty; expected {WANTED} in it.")
    packed = [one.name for one in inside if one.suffix.lower() in ARCHIVES and one.is_file()]
    if packed:
        return _refusal(f"{path} holds {packed[0]}, which is still packed; unpack it there.")
    strays = [name for name in _SEVERITIES if (path / name).is_dir()]
    if strays:
        return _refusal(f"{strays[0]} lies in {path}; expected it in {path / ALTERED_FOLDER}.")
    deeper = [one for depth in ("*", "*/*") for one in sorted(path.glob(depth)) if one.is_dir()]
    for folder in deeper:
        if _folders_of(folder):
            return _refusal(f"{path} is not the data set; name {folder}, which holds it.")
    if any(one.suffix.lower() in SUFFIXES for one in inside):
        wanted = "names like 17__M_Left_index_finger.BMP"
        return _refusal(f"{path} holds images, but none with SOCOFing's names; expected {wanted}.")
    return _refusal(f"{path} holds no data set; expected {WANTED} in it.")


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="prints")
