"""FVC databases: real fingers with real repeats, and the pairs that the competition's protocol compares.

An FVC2002 B set has 10 fingers with 8 impressions each, in files ``101_1`` … ``110_8``: 280 genuine pairs,
every two impressions of a finger once, and 45 impostor pairs, every two fingers' first impressions once
(Maio, Maltoni et al., FVC2002: Second Fingerprint Verification Competition, §2).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.datasets.layout import ARCHIVES
from shared.biometrics.prints import load_print
from shared.biometrics.socofing import SUFFIXES
from shared.errors import Code, Failure
from shared.stores.atomic import refusal

_NAME = re.compile(r"(?P<finger>[0-9]{1,6})_(?P<impression>[0-9]{1,4})", re.ASCII)


@dataclass(frozen=True)
class FvcSet:
    """Impressions of some fingers, sorted by finger and impression.

    Attributes:
        pixels: uint8 ``[H, W]`` each, as scanned; sizes differ between databases.
        fingers: int64 ``[n]``, as numbered in the names, such as 101.
        impressions: int64 ``[n]``, from 1.
    """

    pixels: list[NDArray[np.uint8]]
    fingers: NDArray[np.int64]
    impressions: NDArray[np.int64]

    def __len__(self) -> int:
        """The number of impressions."""
        return len(self.pixels)


@dataclass(frozen=True)
class Pairs:
    """Pairs of impressions to compare.

    Attributes:
        first: int64 ``[m]``, places in the set.
        second: int64 ``[m]``.
        genuine: bool ``[m]``, whether the two are of one finger.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    genuine: NDArray[np.bool_]

    def __len__(self) -> int:
        """The number of pairs."""
        return len(self.first)


def read_fvc(folder: Path) -> FvcSet:
    """Read the impressions of an FVC database.

    Args:
        folder: where files such as ``101_1.png`` or ``101_1.tif`` lie.

    Raises:
        Failure: ``INVALID_INPUT`` when there are none, when an impression is there twice, or when one cannot
            be read.
    """
    found: dict[tuple[int, int], Path] = {}
    for path in _files(folder):
        match = _NAME.fullmatch(path.stem)
        if match is None or path.suffix.lower() not in SUFFIXES:
            continue
        key = int(match["finger"]), int(match["impression"])
        if key in found:
            raise _refusal(f"{folder} has {found[key].name} and {path.name} for one impression; keep one.")
        found[key] = path
    if not found:
        raise _refusal(f"{folder} has no impressions named like 101_1.png; name the folder that has.")
    keys = sorted(found)
    return FvcSet(
        pixels=[load_print(found[key]).pixels for key in keys],
        fingers=np.array([finger for finger, _ in keys], np.int64),
        impressions=np.array([impression for _, impression in keys], np.int64),
    )


def fvc_pairs(impressions: FvcSet) -> Pairs:
    """The pairs of the FVC protocol: all of one finger, and the first impressions of all fingers."""
    firsts: dict[int, int] = {}
    for place, finger in enumerate(impressions.fingers.tolist()):
        firsts.setdefault(finger, place)
    impostors = list(itertools.combinations(firsts.values(), 2))
    return _pairs(impressions, _genuine(impressions) + impostors)


def all_pairs(impressions: FvcSet) -> Pairs:
    """Every pair once: the same genuine ones, and every impression against those of all other fingers."""
    every = list(itertools.combinations(range(len(impressions)), 2))
    genuine = _genuine(impressions)
    return _pairs(impressions, genuine + sorted(set(every) - set(genuine)))


def _genuine(impressions: FvcSet) -> list[tuple[int, int]]:
    fingers = impressions.fingers.tolist()
    every = itertools.combinations(range(len(fingers)), 2)
    return [(one, other) for one, other in every if fingers[one] == fingers[other]]


def _pairs(impressions: FvcSet, chosen: list[tuple[int, int]]) -> Pairs:
    places = np.array(chosen, np.int64).reshape(-1, 2)
    first, second = places[:, 0], places[:, 1]
    return Pairs(first, second, impressions.fingers[first] == impressions.fingers[second])


def _files(folder: Path) -> list[Path]:
    if "\0" in str(folder) or not folder.exists():
        raise _refusal(f"There is no {folder}; name the folder with the impressions, 101_1.png and so on.")
    if not folder.is_dir():
        packed = folder.suffix.lower() in ARCHIVES
        what = "is still packed; unpack it and name the folder" if packed else "is a file; name its folder"
        raise _refusal(f"{folder} {what}.")
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise refusal("read", folder, error) from None


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="prints")
