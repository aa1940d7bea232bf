"""The networks of the generator ``squeezenet-hyperchaos``; the only module of it that needs torch."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import torch

from lab.generators.derivation import pcg64
from lab.generators.labels import Label
from lab.networks.squeezenet import SqueezeNet
from lab.papers.paper_000.features import Features, features_of, published_network
from lab.papers.paper_000.pictures import prepare
from shared.errors import Code, Failure


def picture_features(picture: npt.NDArray[np.uint8], imagenet: bool) -> Features:
    """SqueezeNet 1.0's features in double precision, float64 [86528].

    Args:
        picture: uint8 [height, width, 3].
        imagenet: with torchvision's weights; else with drawn ones.

    Raises:
        Failure: ``INVALID_INPUT`` for a picture that shows nothing, or for torchvision's weights where they
            are damaged or were never downloaded.
    """
    network = _imagenet() if imagenet else drawn_network()
    features: Features = features_of(network, [prepare(picture)])[0]
    return features


@functools.cache
def drawn_network() -> SqueezeNet:
    """A network of public weights, normal with variance 2 / fan-in (He and others, 2015), without biases."""
    random = pcg64(b"", Label.SQUEEZENET)
    network = SqueezeNet()
    with torch.no_grad():
        for parameter in network.parameters():
            fan_in = max(1, parameter[0].numel())
            drawn = random.standard_normal(tuple(parameter.shape)) * np.sqrt(2 / fan_in)
            parameter.copy_(torch.from_numpy(drawn) if parameter.ndim > 1 else torch.zeros_like(parameter))
    return network.double().eval()


@functools.cache
def _imagenet() -> SqueezeNet:
    network = published_network(None)
    if network is None:
        sentence = "torchvision has not downloaded SqueezeNet 1.0 here; use weights=drawn."
        raise Failure(Code.INVALID_INPUT, sentence, field="parameters")
    return network.double()
