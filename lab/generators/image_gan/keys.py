"""Keys from pictures by a network, in torch: one picture at a time, on one thread, always the same."""

from __future__ import annotations

import torch
from torch import nn

from lab.generators.image_gan.parameters import ImageGan
from lab.generators.image_gan.pictures import Pixels
from lab.generators.image_gan.tensors import as_inputs, key_bytes
from lab.generators.image_gan.weights import network_of
from lab.generators.one_thread import one_thread


def key_of(picture: Pixels, parameters: ImageGan) -> bytes:
    """The key of one picture, 3 side^2 bytes: red, green and blue planes, row by row.

    Args:
        picture: uint8 [side, side].
        parameters: say which network.

    Raises:
        Failure: as :func:`network_of`.
    """
    return made_by(network_of(parameters), picture)


def made_by(network: nn.Sequential, picture: Pixels) -> bytes:
    """The key that a network makes of a picture, uint8 [side, side]."""
    with one_thread(), torch.no_grad():
        return key_bytes(network(as_inputs(picture[None]))[0])
