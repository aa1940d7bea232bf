"""A key from a drawn radiograph by an adversarial network, in the review's loop (table 1, row 12).

Without a file of weights the network is untrained: its weights come from a public number. Trained or not, the
key is a function of picture and weights.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import cast

from lab.generators.derivation import PCG64_SEED_BITS
from lab.generators.generator import KeyGenerator
from lab.generators.image_gan.parameters import VERDICT, ImageGan
from lab.generators.image_gan.pictures import Pixels, initial_picture, moved
from lab.generators.key_space import KeySpace, key_length, seed_space, smallest
from shared.errors import Code, Failure


def make(seed: bytes, parameters: ImageGan) -> bytes:
    """The key of the seed's picture, 3 side^2 bytes.

    Raises:
        Failure: ``LOCAL_FAILURE`` when torch is not installed, ``INVALID_INPUT`` for a file of weights that
            is none or does not fit.
    """
    return _key(initial_picture(seed, parameters.side), parameters)


def neighbour(seed: bytes, parameters: ImageGan, number: int) -> bytes:
    """The key when one pixel of the picture is one grey level away.

    Raises:
        Failure: as :func:`make`.
    """
    return _key(moved(initial_picture(seed, parameters.side), number), parameters)


def _key(picture: Pixels, parameters: ImageGan) -> bytes:
    if find_spec("torch") is None:
        raise Failure(Code.LOCAL_FAILURE, "Image-gan needs torch; install RidgeKey with its extra `lab`.")
    # By name, when a key is made: everything else here works without torch.
    keys = importlib.import_module("lab.generators.image_gan.keys")
    return cast("bytes", keys.key_of(picture, parameters))


def _claimed(parameters: ImageGan) -> KeySpace:
    return KeySpace(8.0 * parameters.key_bytes, "every picture of this size, as the review counts")


def _effective(parameters: ImageGan, seed_bytes: int) -> KeySpace:
    pictures = KeySpace(PCG64_SEED_BITS, "NumPy seeds PCG64, which draws the picture, with 128 bits")
    return smallest(pictures, seed_space(seed_bytes), key_length(parameters.key_bytes))


GENERATOR = KeyGenerator(
    name="image-gan",
    summary="key picture of a drawn radiograph; untrained unless weights are given",
    rows=(12,),
    initial_seed="a radiograph",
    parameters=ImageGan,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
    reproducible="with the same build of torch",
    verdict=VERDICT,
)
"""The registry's entry."""
