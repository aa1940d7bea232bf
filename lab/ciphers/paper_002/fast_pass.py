"""The networks' passes in float64, rewritten to take less time; the same sums, but for their rounding.

torch computes float64 convolutions on a CPU by unfolding, group by group: MobileNetV2's depthwise ones make
seven thousand calls for one picture. Here a batch norm is folded into the convolution before it, a
depthwise convolution is a sum of shifted pictures, a 1 x 1 convolution is one product, 3 x 3 ones of few
channels are Winograd's, and activations are made in place. Sums are rounded in another order: outputs are off
by 10^-14, and a share has 36 bits.
"""

from __future__ import annotations

import torch
from torch import Tensor, fx, nn
from torch.fx.experimental.optimization import fuse

from lab.ciphers.paper_002.winograd import KERNEL, Winograd

WINOGRAD_MAX = 128
"""Channels up to which Winograd's convolution is the quicker one."""


class Depthwise(nn.Module):
    """A convolution of every channel by itself.

    Args:
        convolution: as many groups as channels, without padding modes or dilation.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.weight = convolution.weight.detach()[:, 0, :, :, None, None]
        bias = convolution.bias
        self.bias = None if bias is None else bias.detach()[:, None, None]
        self.stride, self.padding = convolution.stride[0], int(convolution.padding[0])

    def forward(self, signal: Tensor) -> Tensor:
        """The sum over the kernel's places of the picture moved there, ``[batch, channels, …]``."""
        side = self.weight.shape[1]
        padded = nn.functional.pad(signal, [self.padding] * 4)
        height, width = ((size - side) // self.stride + 1 for size in padded.shape[2:])
        # Every so many rows and columns once, side by side: nine walks in such steps take far longer.
        steps = range(self.stride)
        parts = [
            [padded[:, :, a :: self.stride, b :: self.stride].contiguous() for b in steps] for a in steps
        ]
        shape = (*signal.shape[:2], height, width)
        total = signal.new_zeros(shape) if self.bias is None else self.bias.expand(shape).clone()
        for row in range(side):
            for column in range(side):
                here = parts[row % self.stride][column % self.stride]
                down, across = row // self.stride, column // self.stride
                moved = here[:, :, down : down + height, across : across + width]
                total.addcmul_(moved, self.weight[:, row, column])
        return total


class Pointwise(nn.Module):
    """A 1 x 1 convolution as a product of matrices.

    Args:
        convolution: with a kernel of one place.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.weight = convolution.weight.detach()[:, :, 0, 0]
        bias = convolution.bias
        self.bias = None if bias is None else bias.detach()[:, None]
        self.stride = convolution.stride[0]

    def forward(self, signal: Tensor) -> Tensor:
        """Scores of every place, ``[batch, outputs, …]``."""
        places = signal[:, :, :: self.stride, :: self.stride]
        flat = places.flatten(2)
        if self.bias is None:
            product = self.weight @ flat
        else:  # added where the product is made: another walk through it takes as long as half of that
            product = torch.baddbmm(self.bias, self.weight.expand(len(flat), -1, -1), flat)
        return product.unflatten(2, places.shape[2:])


def quickened(network: nn.Module) -> nn.Module:
    """The same network in evaluation, with fewer and larger steps; the given one stays as it is."""
    fused: fx.GraphModule = fuse(network.eval())
    for name, module in list(fused.named_modules()):
        if isinstance(module, nn.Conv2d):
            fused.set_submodule(name, _replaced(module))
        elif isinstance(module, nn.ReLU6):
            module.inplace = True
    for node in fused.graph.nodes:
        if node.target is torch.relu:  # of a sum or a convolution, which nobody else has
            node.target = torch.relu_
    fused.recompile()
    return fused.eval()


def _replaced(convolution: nn.Conv2d) -> nn.Module:
    if convolution.groups == convolution.in_channels == convolution.out_channels > 1:
        return Depthwise(convolution)
    if convolution.kernel_size == (1, 1) and convolution.groups == 1:
        return Pointwise(convolution)
    few = max(convolution.in_channels, convolution.out_channels) <= WINOGRAD_MAX
    if few and convolution.kernel_size == (KERNEL, KERNEL) and convolution.stride == (1, 1):
        return Winograd(convolution)
    return convolution
