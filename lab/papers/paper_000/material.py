"""The pictures of a folder with their features and keys: what both tables are made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lab.batteries.images.pictures import Picture
from lab.networks.squeezenet import SqueezeNet
from lab.papers.paper_000.features import Features, features_of, published_network
from lab.papers.paper_000.key import Recipe, key_of
from lab.papers.paper_000.pictures import Prepared, prepare, read_picture
from lab.papers.paper_000.printed import KEY_BITS
from lab.papers.sources import Sources

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".ppm")
OTHERS_MAX = 20
"""Pictures beside the paper's four."""

RECIPE = Recipe()
"""Of every key here: gains P1, in sequence, floor(10^5 |v|) mod 256, features as they are."""


@dataclass(frozen=True)
class PictureKey:
    """A picture and what comes of it.

    Attributes:
        name: of the file, without its suffix.
        levels_entropy: Shannon entropy of its bytes, all channels together, in bits.
        prepared: what the network was given.
        features: what it gave, float32 [86528].
        key: made by :data:`RECIPE`.
    """

    name: str
    levels_entropy: float
    prepared: Prepared
    features: Features
    key: bytes


@dataclass(frozen=True)
class Material:
    """A network and its pictures' keys.

    Attributes:
        network: with published weights.
        keys: by name of the picture, the paper's four first, so far as they are there.
    """

    network: SqueezeNet
    keys: dict[str, PictureKey]


def make_material(sources: Sources) -> Material | None:
    """Keys of the pictures of a folder; None unless pictures and weights are there.

    Raises:
        Failure: ``INVALID_INPUT`` for a picture or a file of weights that is damaged.
    """
    if sources.images is None or sources.weights is None:
        return None
    network, paths = published_network(sources.weights), _paths(sources.images)
    if network is None or not paths:
        return None
    return Material(network, {path.stem: _picture_key(network, path) for path in paths})


def _paths(folder: Path) -> list[Path]:
    found = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES}
    named = [found.pop(name) for name in KEY_BITS if name in found]
    return named + list(found.values())[:OTHERS_MAX]


def _picture_key(network: SqueezeNet, path: Path) -> PictureKey:
    picture = read_picture(path)
    prepared = prepare(picture)
    features = features_of(network, [prepared])[0]
    return PictureKey(path.stem, _levels_entropy(picture), prepared, features, key_of(features, RECIPE))


def _levels_entropy(picture: Picture) -> float:
    shares = np.bincount(picture.ravel()) / picture.size
    return float(-np.sum(shares[shares > 0] * np.log2(shares[shares > 0])))
