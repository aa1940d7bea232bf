"""Pictures as paper 000 takes them: from a file, in colour, 224 x 224, normalised with ImageNet's figures."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from lab.batteries.images.lost_in_reading import is_deep
from lab.batteries.images.pictures import Picture, require_picture
from lab.networks.squeezenet import INPUT_SIDE
from shared.errors import Code, Failure

MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
PIXELS_MAX = 64_000_000

_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "PPM")
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr")
_LEVELS = 255

Prepared = npt.NDArray[np.float32]
"""float32 [3, 224, 224], normalised."""


def read_picture(path: Path) -> Picture:
    """Read a picture as RGB; transparency is dropped, and the orientation of a camera is not applied.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is missing, damaged, cut short, larger than 64 million
            pixels, or has more than 8 bits a channel.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked below; other warnings are the file's own
            with Image.open(path, formats=_FORMATS) as image:
                if image.width * image.height > PIXELS_MAX:
                    raise _refusal(f"{path.name} has more than {PIXELS_MAX:,} pixels; scale it down.")
                if image.mode not in _MODES or is_deep(image):
                    raise _refusal(f"{path.name} has more than 8 bits a channel; save it with 8.")
                return np.array(image.convert("RGB"))
    except Failure:
        raise
    except FileNotFoundError:
        raise _refusal(f"{path.name} does not exist; name a picture.") from None
    except Exception:
        # Pillow's readers answer a damaged file with nearly any exception.
        raise _refusal(f"{path.name} is no readable picture; save it again as PNG or JPEG.") from None


def prepare(picture: Picture) -> Prepared:
    """Resize with Pillow's bilinear filter, as torchvision resizes Pillow's pictures, and normalise.

    Args:
        picture: uint8 [height, width, 3], or [height, width] for grey.

    Raises:
        Failure: ``INVALID_INPUT`` for another shape or type, an empty picture or one of a single colour.
    """
    require_picture(picture)
    coloured = picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)
    if bool((coloured == coloured[0, 0]).all()):
        raise _refusal("The picture has one colour only and shows nothing; give another.")
    image = Image.fromarray(np.ascontiguousarray(coloured))
    small = np.array(image.resize((INPUT_SIDE, INPUT_SIDE), Image.Resampling.BILINEAR))
    scaled = small.astype(np.float32) / np.float32(_LEVELS)
    normalised = (scaled - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
    return np.ascontiguousarray(normalised.transpose(2, 0, 1))


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="picture")
