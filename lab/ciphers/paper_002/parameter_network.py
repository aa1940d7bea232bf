"""The network between a picture's date and the parameters of a chaotic map (paper 002, steps 4 to 6).

The paper trains it "to correlate metadata with parameters" and defines no target; an untrained network gives
parameters that are as good. Its weights are drawn by NumPy's PCG64 as torchvision draws its own (He's normal
weights by the outputs; the head's as each network's authors have it). Batch norms that have seen nothing
would let MobileNetV2's signal die away: from date to date the last layer would move by 10^-10. So their
statistics are settled on four pictures of fixed dates.

Two machines may differ in the last bits of a float64 network. Each output is therefore rounded: the share
k / 2^36 with k = floor(2^36 · sigmoid + 1/2), at most 2^36 - 1, goes on, so that a difference of 10^-14 moves
about one date in a thousand. The recipient depends on none of this: he is sent the sequences themselves.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import torch
from torch import nn

from lab.batteries.images.pictures import Picture
from lab.ciphers.paper_002.fast_pass import quickened
from lab.ciphers.paper_002.metadata_image import metadata_image, network_input
from lab.ciphers.paper_002.mobilenet_v2 import MobileNetV2
from lab.ciphers.paper_002.resnet18 import ResNet18

SEED = 2
SHARE_BITS = 36
SETTLING_DATES = ("1996:01:01 00:00:00", "2006:04:12 07:21:33", "2016:08:23 15:42:07", "2025:12:31 23:59:59")

_HEAD_DEVIATION = 0.01
"""Of the last layer of MobileNetV2."""


class Architecture(enum.StrEnum):
    """The networks of the paper."""

    RESNET18 = "resnet18"
    MOBILENETV2 = "mobilenetv2"


_CLASSES: dict[Architecture, type[nn.Module]] = {
    Architecture.RESNET18: ResNet18,
    Architecture.MOBILENETV2: MobileNetV2,
}


@cache
def untrained_network(architecture: Architecture, outputs: int, seed: int = SEED) -> nn.Module:
    """A network of seeded weights whose batch norms have seen four dates, float64, ready to evaluate.

    Args:
        architecture: which one.
        outputs: how many parameters the map has.
        seed: of the weights.
    """
    network = _CLASSES[architecture](outputs).double()
    _draw(network, np.random.Generator(np.random.PCG64(seed)), architecture)
    settle(network)
    return network


@cache
def quick_network(architecture: Architecture, outputs: int) -> nn.Module:
    """The same network for pictures one by one, quicker and alike but for a last bit."""
    return quickened(untrained_network(architecture, outputs))


@torch.no_grad()
def settle(network: nn.Module, dates: Iterable[str] = SETTLING_DATES) -> None:
    """Give the batch norms the statistics of pictures of dates, and leave the network in evaluation."""
    network.eval()
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # plain mean of all that is shown
        norm.train()
    parameter = next(network.parameters())
    network(network_input(list(dates)).to(parameter.dtype))
    network.eval()


@torch.inference_mode()
def shares(
    network: nn.Module, timestamp: str, draw: Callable[[str], Picture] = metadata_image
) -> tuple[float, ...]:
    """Where in their intervals a date's parameters lie: multiples of 2^-36 from 0 to below 1.

    Args:
        network: float64, in evaluation.
        timestamp: the date.
        draw: makes the picture that the network sees of it.
    """
    sigmoids = torch.sigmoid(network(network_input([timestamp], draw)))[0]
    most = 2**SHARE_BITS - 1
    return tuple(min(int(value * 2**SHARE_BITS + 0.5), most) / 2**SHARE_BITS for value in sigmoids.tolist())


@torch.no_grad()
def _draw(network: nn.Module, random: np.random.Generator, architecture: Architecture) -> None:
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            fan_out = module.weight.shape[0] * module.weight[0, 0].numel()
            _fill(module.weight, random.standard_normal(module.weight.shape) * (2 / fan_out) ** 0.5)
        elif isinstance(module, nn.Linear):
            shape, bound = module.weight.shape, module.in_features**-0.5
            if architecture is Architecture.MOBILENETV2:
                _fill(module.weight, random.standard_normal(shape) * _HEAD_DEVIATION)
                module.bias.zero_()
            else:
                _fill(module.weight, random.uniform(-bound, bound, shape))
                _fill(module.bias, random.uniform(-bound, bound, shape[0]))


def _fill(parameter: torch.Tensor, values: np.ndarray) -> None:
    parameter.copy_(torch.from_numpy(values))
