"""Paper 000 as a generator: a seed chooses a picture, SqueezeNet's features and the hyperchaotic map follow.

The paper's seed is a picture. Here it is one of an album of public pictures that are drawn as they are
needed, so that the number of pictures is known: it is all that an attacker must search. The network's weights
are public, too, and drawn unless torchvision's download of the ImageNet ones is to be used.
"""

from __future__ import annotations

import enum
import importlib
import math
from dataclasses import dataclass
from importlib.util import find_spec
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image

from lab.generators.derivation import derive, stream
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.parameters import require_range
from lab.papers.paper_000.byte_maps import ByteMap
from lab.papers.paper_000.hyperchaos import Order, Profile
from lab.papers.paper_000.key import Recipe, Rounding, key_of
from shared.errors import Code, Failure

Pixels = npt.NDArray[np.uint8]

SIDE = 224

_COARSE = 28
_LONGEST_PRINTED = 67_680.0
_ALBUM_MAX = 1 << 62


class Weights(enum.StrEnum):
    """Of the network."""

    DRAWN = "drawn"
    """Public ones that have learned nothing; the same on every machine."""
    IMAGENET = "imagenet"
    """torchvision's, where it has downloaded them already."""


@dataclass(frozen=True)
class SqueezeNetHyperchaos:
    """Parameters.

    Attributes:
        album: pictures that the seed chooses among; 1 is a picture that everyone knows.
        key_bytes: of the key's beginning; the whole has a length that depends on the picture.
        profile: gains of the map.
        order: of its equations.
        byte_map: how its values become bytes.
        rounding: of the features.
        weights: of the network.
    """

    album: int = 1 << 20
    key_bytes: int = 256
    profile: Profile = Profile.P1
    order: Order = Order.SEQUENTIAL
    byte_map: ByteMap = ByteMap.SCALE_1E5
    rounding: Rounding = Rounding.BINARY
    weights: Weights = Weights.DRAWN

    def __post_init__(self) -> None:
        require_range("album", self.album, 1, _ALBUM_MAX)
        require_range("key_bytes", self.key_bytes, 16, 4096)

    @property
    def recipe(self) -> Recipe:
        """Of the key."""
        return Recipe(self.profile.gains, self.order, self.byte_map, self.rounding)


def make(seed: bytes, parameters: SqueezeNetHyperchaos) -> bytes:
    """The beginning of the key of the picture that a seed chooses."""
    return key_of_picture(album_picture(_number(seed, parameters)), parameters)


def neighbour(seed: bytes, parameters: SqueezeNetHyperchaos, number: int) -> bytes:
    """The same when one channel of one pixel is a level away."""
    picture = album_picture(_number(seed, parameters))
    place = derive(number.to_bytes(8, "big"), Label.ALBUM_PICTURE, length=8)
    position = int.from_bytes(place, "big") % picture.size
    picture.flat[position] ^= 1
    return key_of_picture(picture, parameters)


def album_picture(number: int) -> Pixels:
    """A public picture, uint8 [224, 224, 3]: 28 x 28 drawn colours, enlarged smoothly."""
    drawn = stream(number.to_bytes(8, "big"), Label.ALBUM_PICTURE).bytes(3 * _COARSE * _COARSE)
    coarse = Image.frombytes("RGB", (_COARSE, _COARSE), drawn)
    return np.array(coarse.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def _number(seed: bytes, parameters: SqueezeNetHyperchaos) -> int:
    return int.from_bytes(derive(seed, Label.ALBUM), "big") % parameters.album


def key_of_picture(picture: Pixels, parameters: SqueezeNetHyperchaos) -> bytes:
    """The beginning of a picture's key.

    Raises:
        Failure: ``LOCAL_FAILURE`` when torch is not installed, ``INVALID_INPUT`` for a picture that shows
            nothing, weights that are not there, or a key that is shorter than asked for.
    """
    if find_spec("torch") is None:
        sentence = "squeezenet-hyperchaos needs torch; install RidgeKey with its extra `lab`."
        raise Failure(Code.LOCAL_FAILURE, sentence)
    # By name, when a key is made: everything else here works without torch.
    network = importlib.import_module("lab.generators.squeezenet_features")
    imagenet = parameters.weights is Weights.IMAGENET
    features = cast("npt.NDArray[np.float64]", network.picture_features(picture, imagenet))
    key = key_of(features, parameters.recipe)
    if len(key) < parameters.key_bytes:
        sentence = f"The picture's key has {len(key)} bytes; take a smaller key_bytes."
        raise Failure(Code.INVALID_INPUT, sentence, field="parameters")
    return key[: parameters.key_bytes]


def _claimed(_parameters: SqueezeNetHyperchaos) -> KeySpace:
    return KeySpace(_LONGEST_PRINTED, "every key as long as the longest that is printed")


def _effective(parameters: SqueezeNetHyperchaos, seed_bytes: int) -> KeySpace:
    basis = "a picture that everyone knows" if parameters.album == 1 else "pictures in the album"
    album = KeySpace(math.log2(parameters.album), basis)
    return smallest(album, seed_space(seed_bytes), key_length(parameters.key_bytes))


GENERATOR = KeyGenerator(
    name="squeezenet-hyperchaos",
    summary="SqueezeNet's features of a picture and a hyperchaotic map (paper 000)",
    rows=(),
    initial_seed="a picture of an album",
    parameters=SqueezeNetHyperchaos,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
    reproducible="with the same build of torch",
)
"""The registry's entry."""
