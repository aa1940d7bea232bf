"""What the metrics take: grey or colour pictures of 8 bits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure

Picture = npt.NDArray[np.uint8]
"""uint8 [height, width] or [height, width, 3]."""

LEVEL_MAX = 255

_CHANNELS = 3


def require_picture(picture: Picture, what: str = "picture") -> None:
    """Check that an array is a picture.

    Args:
        picture: the array.
        what: what to call it in the sentence.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not uint8, neither grey nor colour, or empty.
    """
    if not isinstance(picture, np.ndarray) or picture.dtype != np.uint8:
        raise _refusal(f"The {what} has no 8-bit pixels; give an array of type uint8.")
    grey = picture.ndim == 2
    if not grey and (picture.ndim != 3 or picture.shape[2] != _CHANNELS):
        sentence = (
            f"The {what} is neither grey nor colour; give the shape (height, width) or (height, width, 3)."
        )
        raise _refusal(sentence)
    if not picture.size:
        raise _refusal(f"The {what} is empty; give at least one pixel.")


def require_alike(left: Picture, right: Picture, what: str = "two pictures") -> None:
    """Check two pictures that are compared.

    Raises:
        Failure: ``INVALID_INPUT`` as :func:`require_picture`, or when their shapes differ.
    """
    for picture in (left, right):
        require_picture(picture)
    if left.shape != right.shape:
        shapes = " and ".join(" x ".join(map(str, picture.shape)) for picture in (left, right))
        raise _refusal(f"The {what} differ in shape, {shapes}; give two of one shape.")


def planes(picture: Picture) -> list[Picture]:
    """The colour planes of a picture, uint8 [height, width] each; one if it is grey."""
    return [picture] if picture.ndim == 2 else [picture[:, :, channel] for channel in range(_CHANNELS)]


def as_signed(picture: Picture) -> npt.NDArray[np.int64]:
    """The pixels as int64, so that differences do not wrap."""
    return picture.astype(np.int64)


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="picture")
