"""3 x 3 convolutions by Winograd's F(4 x 4, 3 x 3): 36 products where there are 144 (Lavin and Gray 2016).

Tiles of 6 x 6 that overlap by two, their transforms, a product of matrices for each of the 36 places, and the
transform back to 4 x 4. The transforms have small whole numbers and sixths, so that in double precision a sum
is off by some 10^-13 of its size. It pays where there are many tiles and few channels: with many channels the
transformed weights, four times the original ones, have to be fetched for a handful of tiles.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

TILE, KERNEL = 4, 3
_SPAN = TILE + KERNEL - 1

_INPUT = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
_WEIGHT = (
    (1 / 4, 0, 0),
    (-1 / 6, -1 / 6, -1 / 6),
    (-1 / 6, 1 / 6, -1 / 6),
    (1 / 24, 1 / 12, 1 / 6),
    (1 / 24, -1 / 12, 1 / 6),
    (0, 0, 1),
)
_OUTPUT = (
    (1, 1, 1, 1, 1, 0),
    (0, 1, -1, 2, -2, 0),
    (0, 1, 1, 4, 4, 0),
    (0, 1, -1, 8, -8, 1),
)


class Winograd(nn.Module):
    """A 3 x 3 convolution with stride 1 and a border of 1.

    Args:
        convolution: of float64, without groups, padding modes or dilation.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        weight = convolution.weight.detach()
        rows = torch.tensor(_WEIGHT, dtype=weight.dtype)
        turned = torch.einsum("ia,jb,ocab->ijoc", rows, rows, weight)
        self.weight = turned.reshape(_SPAN**2, *weight.shape[:2]).contiguous()
        self.bias = None if convolution.bias is None else convolution.bias.detach()[:, None, None]
        self.there, self.back = (_both_ways(matrix, weight.dtype) for matrix in (_INPUT, _OUTPUT))

    def forward(self, signal: Tensor) -> Tensor:
        """The same as the convolution's, ``[batch, outputs, height, width]``."""
        batch, channels, height, width = signal.shape
        down, across = -(-height // TILE), -(-width // TILE)
        border = (1, across * TILE + 1 - width, 1, down * TILE + 1 - height)
        padded = nn.functional.pad(signal, border)
        picture, plane, row, _ = padded.stride()
        sizes = (_SPAN, _SPAN, channels, batch, down, across)
        tiles = padded.as_strided(sizes, (row, 1, plane, picture, TILE * row, TILE)).reshape(_SPAN**2, -1)
        products = self.weight @ (self.there @ tiles).view(_SPAN**2, channels, -1)
        made = (self.back @ products.flatten(1)).view(TILE, TILE, -1, batch, down, across)
        whole = made.permute(3, 2, 4, 0, 5, 1).reshape(batch, -1, down * TILE, across * TILE)
        result = whole[:, :, :height, :width]
        return result if self.bias is None else result + self.bias


def _both_ways(matrix: tuple[tuple[int, ...], ...], dtype: torch.dtype) -> Tensor:
    """A transform of rows and columns of a tile at once."""
    once = torch.tensor(matrix, dtype=dtype)
    return torch.kron(once, once)
