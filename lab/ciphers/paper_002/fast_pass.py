"""The networks' passes in float64, rewritten to take less time; the same sums, but for their rounding.

torch computes float64 convolutions on a CPU by unfolding, group by group: MobileNetV2's depthwise ones make
seven thousand calls for one picture. Here a batch norm is folded into the convolution before it, a
depthwise convolution is a sum of shifted pictures, and a 1 x 1 convolution is one product. Sums are rounded
in another order, 10^-15 of their size; a share has 36 bits. ResNet-18 gains little: its 3 x 3 convolutions
are products of large matrices already, and Winograd's took as long.
"""

from __future__ import annotations

from torch import Tensor, fx, nn
from torch.fx.experimental.optimization import fuse


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
        down, across = (self.stride * (size - 1) + 1 for size in (height, width))
        total = signal.new_zeros(*signal.shape[:2], height, width)
        for row in range(side):
            for column in range(side):
                here = padded[:, :, row : row + down : self.stride, column : column + across : self.stride]
                total.addcmul_(here, self.weight[:, row, column])
        return total if self.bias is None else total.add_(self.bias)


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
        product = self.weight @ flat if self.bias is None else (self.weight @ flat).add_(self.bias)
        return product.unflatten(2, places.shape[2:])


def quickened(network: nn.Module) -> nn.Module:
    """The same network in evaluation, with fewer and larger steps; the given one stays as it is."""
    fused: fx.GraphModule = fuse(network.eval())
    for name, module in list(fused.named_modules()):
        if isinstance(module, nn.Conv2d):
            fused.set_submodule(name, _replaced(module))
    return fused.eval()


def _replaced(convolution: nn.Conv2d) -> nn.Module:
    if convolution.groups == convolution.in_channels == convolution.out_channels > 1:
        return Depthwise(convolution)
    if convolution.kernel_size == (1, 1) and convolution.groups == 1:
        return Pointwise(convolution)
    return convolution
