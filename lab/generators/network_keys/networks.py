"""The paper's networks in torch. Outputs are logits: the sigmoid stands in the loss and in the threshold.

First weights are Keras': Glorot's uniform ones, an orthogonal recurrent matrix, biases of zero.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from lab.generators.network_keys.plan import NetworkName

HIDDEN = {NetworkName.FFNN_A: (1024, 712), NetworkName.FFNN_B: (64, 32)}
"""Hidden units as printed (section 5.2)."""

_CHANNELS = (32, 64)
_KERNEL = 3
_UNITS = 64


def make_network(name: NetworkName, bits: int, seed: int) -> nn.Module:
    """A network with fresh weights; torch's own generator is left as it is.

    Args:
        name: which.
        bits: of input and output.
        seed: of the weights.

    Returns:
        A module from float32 [batch, bits] to logits of the same shape.
    """
    with torch.random.fork_rng([]):
        torch.manual_seed(seed)  # what the layers draw at first is overwritten below
        network = _MAKERS[name](bits) if name not in HIDDEN else feed_forward(bits, *HIDDEN[name])
        for parameter_name, parameter in network.named_parameters():
            _start(parameter_name, parameter)
    return network


def parameter_count(network: nn.Module) -> int:
    """Weights and biases; a recurrent layer has one bias here for each of Keras'."""
    return sum(parameter.numel() for parameter in network.parameters())


def feed_forward(bits: int, first: int, second: int) -> nn.Sequential:
    """Dense layers with ReLU between them."""
    layers = nn.Linear(bits, first), nn.ReLU(), nn.Linear(first, second), nn.ReLU(), nn.Linear(second, bits)
    return nn.Sequential(*layers)


class Convolutional(nn.Module):
    """Two convolutions along the bits, a maximum of each two places, a dense layer.

    Args:
        bits: of input and output.
    """

    def __init__(self, bits: int) -> None:
        super().__init__()
        first, second = _CHANNELS
        self.conv1 = nn.Conv1d(1, first, _KERNEL, padding="same")
        self.conv2 = nn.Conv1d(first, second, _KERNEL, padding="same")
        self.dense = nn.Linear(second * (bits // 2), bits)

    def forward(self, inputs: Tensor) -> Tensor:
        """Logits [batch, bits] of inputs of the same shape."""
        channels = torch.relu(self.conv2(torch.relu(self.conv1(inputs[:, None]))))
        return cast("Tensor", self.dense(torch.max_pool1d(channels, 2).flatten(1)))


class Recurrent(nn.Module):
    """A recurrent layer that reads one bit a step, and a dense layer on its last state.

    Args:
        layer: reads [batch, steps, 1].
        bits: steps, and outputs.
    """

    def __init__(self, layer: nn.RNNBase, bits: int) -> None:
        super().__init__()
        self.recurrent = layer
        self.dense = nn.Linear(_UNITS, bits)

    def forward(self, inputs: Tensor) -> Tensor:
        """Logits [batch, bits] of inputs of the same shape."""
        states, _ = self.recurrent(inputs[:, :, None])
        return cast("Tensor", self.dense(states[:, -1]))


def _simple(bits: int) -> nn.Module:
    return Recurrent(nn.RNN(1, _UNITS, batch_first=True), bits)


def _long(bits: int) -> nn.Module:
    return Recurrent(nn.LSTM(1, _UNITS, batch_first=True), bits)


_MAKERS = {NetworkName.CNN: Convolutional, NetworkName.RNN: _simple, NetworkName.LSTM: _long}


@torch.no_grad()
def _start(name: str, parameter: Tensor) -> None:
    if "bias" in name:
        parameter.zero_()
    elif "weight_hh" in name:
        for gate in torch.split(parameter, _UNITS):
            nn.init.orthogonal_(gate)
    else:
        nn.init.xavier_uniform_(parameter)
