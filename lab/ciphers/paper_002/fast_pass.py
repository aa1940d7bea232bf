"""The networks' passes in float64, rewritten to take less time; the same sums, but for their rounding.

torch computes float64 convolutions on a CPU by unfolding, group by group: MobileNetV2's depthwise ones make
seven thousand calls for one picture. Here a batch norm is folded into the convolution before it, a
depthwise convolution is one walk over the picture, others are products with the windows' rows, 3 x 3 ones of
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


def quickened(network: nn.Module) -> nn.Module:
    """The same network in evaluation, with fewer and larger steps; the given one stays as it is."""
    fused: fx.GraphModule = fuse(network.eval())
    for name, module in list(fused.named_modules()):
        if isinstance(module, nn.Conv2d):
            fused.set_submodule(name, _replaced(module))
        elif isinstance(module, nn.MaxPool2d):  # ResNet-18's only one
            fused.set_submodule(name, LargestOfThree())
        elif isinstance(module, nn.ReLU6):
            module.inplace = True
    for node in fused.graph.nodes:
        if node.target is torch.relu:  # of a sum or a convolution, which nobody else has
            node.target = torch.relu_
    fused.recompile()
    return fused.eval()


def _replaced(convolution: nn.Conv2d) -> nn.Module:
    three = convolution.kernel_size == (KERNEL, KERNEL)
    if convolution.groups > 1:
        return Depthwise(convolution)
    if convolution.kernel_size == (1, 1):
        return Pointwise(convolution)
    few = max(convolution.in_channels, convolution.out_channels) <= WINOGRAD_MAX
    return Winograd(convolution) if few and three and convolution.stride == (1, 1) else Windows(convolution)
