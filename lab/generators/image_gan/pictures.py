"""The pictures on both sides of the training: radiographs that are drawn, and uniform ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.attacks.pictures import radiograph
from lab.generators.derivation import derive, stream
from lab.generators.image_gan.parameters import CHANNELS
from lab.generators.labels import Label

Pixels = npt.NDArray[np.uint8]


def initial_picture(seed: bytes, side: int) -> Pixels:
    """The radiograph of a seed, uint8 [side, side]. Its generator mixes the seed down to 128 bits."""
    return radiograph(int.from_bytes(derive(seed, Label.PICTURE), "big"), side)


def moved(picture: Pixels, number: int) -> Pixels:
    """The picture with one pixel a grey level away: towards the middle of the scale, which never overflows.

    Args:
        picture: uint8 [side, side].
        number: which pixel, spread over the picture: all are reached, the first ones far from each other.
    """
    changed = picture.copy()
    flat = changed.reshape(-1)
    place = (number * _stride(flat.size) + flat.size // 2) % flat.size
    flat[place] = int(flat[place]) + (1 if flat[place] < 128 else -1)
    return changed


def uniform_pictures(seed: bytes, step: int, count: int, side: int) -> Pixels:
    """What keys are to look like: uint8 [count, 3, side, side] from SHAKE-256."""
    shape = (count, CHANNELS, side, side)
    drawn = stream(seed, Label.NOISE, step).bytes(count * CHANNELS * side**2)
    return np.frombuffer(drawn, np.uint8).reshape(shape)


def lesson(seed: bytes, step: int, count: int, side: int) -> Pixels:
    """The radiographs of one step of a training, uint8 [count, side, side]."""
    seeds = [derive(seed, Label.LESSON, step, number) for number in range(count)]
    return np.stack([initial_picture(one, side) for one in seeds])


def _stride(size: int) -> int:
    """About the golden part of ``size``, and odd: without a divisor in common with a power of two."""
    return int(size * 0.618) | 1
