"""The networks' passes in float64, rewritten to take less time; the same sums, but for their rounding.

torch computes float64 convolutions on a CPU by unfolding, group by group: MobileNetV2's depthwise ones make
seven thousand calls for one picture. Here a batch norm is folded into the convolution before it, a
depthwise convolution is walks over the picture, others are products with the windows' rows, 3 x 3 ones of
few channels are Winograd's, and activations are made in place. Sums are rounded in another order: outputs
are off by 10^-14, and a share has 36 bits.
"""

from __future__ import annotations

import torch
from torch import fx, nn
from torch.fx.experimental.optimization import fuse

from lab.ciphers.paper_002.depthwise import Depthwise
from lab.ciphers.paper_002.pooling import LargestOfThree
from lab.ciphers.paper_002.products import Pointwise, Windows
from lab.ciphers.paper_002.winograd import KERNEL, Winograd

WINOGRAD_MAX = 128
"""Channels up to which Winograd's convolution is the quicker one."""

_OF_THREE = nn.MaxPool2d(3, 2, 1)
"""What :class:`LargestOfThree` is, ResNet-18's."""


def quickened(network: nn.Module) -> nn.Module:
    """The same network in evaluation, with fewer and larger steps; the given one stays as it is."""
    fused: fx.GraphModule = fuse(network.eval())
    for name, module in list(fused.named_modules()):
        if isinstance(module, nn.Conv2d):
            fused.set_submodule(name, _replaced(module))
        elif isinstance(module, nn.MaxPool2d) and _settings(module) == _settings(_OF_THREE):
            fused.set_submodule(name, LargestOfThree())
        elif isinstance(module, nn.ReLU6):
            module.inplace = True
    for node in fused.graph.nodes:
        if node.target is torch.relu:  # of a sum or a convolution, which nobody else has
            node.target = torch.relu_
    fused.recompile()
    return fused.eval()


def _settings(pool: nn.MaxPool2d) -> tuple[object, ...]:
    pairs = (pool.kernel_size, pool.stride, pool.padding, pool.dilation)
    return (*(_pair(each) for each in pairs), pool.ceil_mode, pool.return_indices)


def _pair(size: int | tuple[int, ...]) -> tuple[int, ...]:
    return (size, size) if isinstance(size, int) else size


def _replaced(layer: nn.Conv2d) -> nn.Module:
    """A quicker layer in its place, itself where there is none."""
    (height, width), stride = layer.kernel_size, layer.stride[0]
    border = (height // 2,) * 2
    plain = layer.padding_mode == "zeros" and layer.dilation == (1, 1) and layer.stride == (stride, stride)
    if not plain or height != width or layer.padding != border:
        return layer
    if layer.groups > 1:
        alone = layer.groups == layer.in_channels == layer.out_channels
        return Depthwise(layer) if alone and height == KERNEL else layer
    if height == 1:
        return Pointwise(layer)
    few = max(layer.in_channels, layer.out_channels) <= WINOGRAD_MAX
    return Winograd(layer) if few and height == KERNEL and stride == 1 else Windows(layer)
