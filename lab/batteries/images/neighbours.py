"""Correlation of pixels and their neighbours, right, below and diagonally: near 1 in pictures, 0 in ciphers.

Papers draw some thousand pairs at random and scatter them. Here all pairs are taken unless a number is named;
then they are drawn without replacement from PCG64 with a seed.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from lab.batteries.images.pictures import Picture, planes, require_picture
from lab.batteries.keys.pearson import correlation, normal_correlation
from lab.batteries.measurement import Measurement
from shared.errors import Code, Failure

SEED = 1


class Direction(enum.StrEnum):
    """Where a pixel's neighbour lies."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    DIAGONAL = "diagonal"


_STEPS = {Direction.HORIZONTAL: (0, 1), Direction.VERTICAL: (1, 0), Direction.DIAGONAL: (1, 1)}


@dataclass(frozen=True, slots=True)
class Sample:
    """How many pairs of each colour plane are drawn, and with what seed."""

    pairs: int
    seed: int = SEED


def neighbour_pairs(picture: Picture, direction: Direction, sample: Sample | None = None) -> Picture:
    """Pixels and their neighbours: the points of a scatter plot.

    Args:
        picture: grey or colour; the pairs of all planes follow each other.
        direction: where the neighbour lies.
        sample: draw pairs; all of them unless given, or where there are no more.

    Returns:
        uint8 [2, pairs]: first the pixels, then their neighbours.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no picture, has no two neighbours in that direction, or a
            sample of no pairs.
    """
    require_picture(picture)
    if sample is not None and sample.pairs < 1:
        raise Failure(Code.INVALID_INPUT, "At least one pair of neighbours has to be drawn.", field="pairs")
    down, right = _STEPS[direction]
    height, width = picture.shape[:2]
    if height <= down or width <= right:
        sentence = f"The picture has no {direction} neighbours; give one of at least 2 x 2 pixels."
        raise Failure(Code.INVALID_INPUT, sentence, field="picture")
    found = [
        np.stack([plane[: height - down, : width - right].ravel(), plane[down:, right:].ravel()])
        for plane in planes(picture)
    ]
    if sample is not None and sample.pairs < found[0].shape[1]:
        random = np.random.Generator(np.random.PCG64(sample.seed))
        chosen = random.choice(found[0].shape[1], sample.pairs, replace=False)
        found = [pairs[:, chosen] for pairs in found]
    return np.concatenate(found, axis=1)


def neighbour_correlation(
    picture: Picture, direction: Direction, sample: Sample | None = None
) -> Measurement:
    """Pearson's r of pixels and their neighbours; 0 in a picture of one level.

    Args:
        picture: grey or colour.
        direction: where the neighbour lies.
        sample: as :func:`neighbour_pairs`.

    Raises:
        Failure: as :func:`neighbour_pairs`.
    """
    here, beside = neighbour_pairs(picture, direction, sample)
    found = normal_correlation(f"{direction} r", correlation(here, beside), here.size)
    return Measurement(found.name, found.value, 0.0, found.limits, found.p_value, found.basis)
