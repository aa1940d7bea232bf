"""Reads very many print files with all processors: decoded, measured, resized."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.datasets.print_set import SIDE
from lab.datasets.processes import processors, spread
from shared.biometrics.prints import FILE_MAX_BYTES, decode_print
from shared.errors import Failure
from shared.exact.image import resize
from shared.stores.atomic import read_file

_CHUNK = 64
_BESIDE = 4
"""Pictures resized at once; more do not fit into a processor's cache."""

_FEW = 1500
"""Up to so many files one process is done before a second one has started."""


@dataclass(frozen=True)
class ImageFile:
    """What was found in one file.

    Attributes:
        shape: height and width in pixels.
        pixels: uint8 ``[96, 96]``, resized.
        file_digest: SHA-256 of the file.
        picture_digest: SHA-256 of the pixels as they are in the file, and their shape.
    """

    shape: tuple[int, int]
    pixels: NDArray[np.uint8]
    file_digest: str
    picture_digest: str


@dataclass(frozen=True)
class Unreadable:
    """Why a file was not read: a sentence that names it, since a failure cannot come from another process."""

    sentence: str


Found = ImageFile | Unreadable
"""What became of a file."""


def read_images(
    paths: Sequence[Path], report: Callable[[int, int], object] | None = None, workers: int | None = None
) -> Iterator[Found]:
    """Read files in order.

    Args:
        paths: PNG, BMP or TIFF files.
        report: called with how many are done and how many there are.
        workers: processes; as many as there are processors when not said.

    Yields:
        For each path, what was found.
    """
    chosen = workers or (processors() if len(paths) > _FEW else 1)
    chunks = [tuple(paths[start : start + _CHUNK]) for start in range(0, len(paths), _CHUNK)]
    done = 0
    for chunk in spread(_read_chunk, chunks, chosen):
        done += len(chunk)
        if report is not None:
            report(done, len(paths))
        yield from chunk


def resize_alike(pictures: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Resize pictures of one shape, each as :func:`shared.exact.image.resize` does.

    A few side by side are resized at once: the edges of the areas fall on the edges of the pictures, so the
    exact averages are the same, and it takes half the time.

    Args:
        pictures: uint8 ``[H, W]``, all of one shape.

    Returns:
        uint8 ``[n, 96, 96]``.
    """
    small = np.empty((len(pictures), SIDE, SIDE), np.uint8)
    for start in range(0, len(pictures), _BESIDE):
        few = pictures[start : start + _BESIDE]
        beside = resize(np.hstack(few), SIDE, len(few) * SIDE)
        small[start : start + _BESIDE] = beside.reshape(SIDE, len(few), SIDE).swapaxes(0, 1)
    return small


def _read_chunk(paths: tuple[Path, ...]) -> list[Found]:
    found: list[Found | None] = [None] * len(paths)
    opened: dict[tuple[int, int], list[tuple[int, NDArray[np.uint8], str]]] = {}
    for place, path in enumerate(paths):
        try:
            data = read_file(path, FILE_MAX_BYTES)
            pixels = decode_print(data, path.name).pixels
        except Failure as failure:
            found[place] = Unreadable(failure.sentence)
            continue
        digest = hashlib.sha256(data).hexdigest()
        opened.setdefault((pixels.shape[0], pixels.shape[1]), []).append((place, pixels, digest))
    for shape, alike in opened.items():
        small = resize_alike([pixels for _, pixels, _ in alike])
        for (place, pixels, digest), resized in zip(alike, small, strict=True):
            found[place] = ImageFile(shape, resized, digest, _picture_digest(pixels))
    return [one for one in found if one is not None]


def _picture_digest(pixels: NDArray[np.uint8]) -> str:
    shape = f"{pixels.shape[0]}x{pixels.shape[1]} ".encode()
    return hashlib.sha256(shape + pixels.tobytes()).hexdigest()
