"""A first convolution as one matrix product gives what the convolution gives, and so do its gradients."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lab.training.window_products import window_products


@pytest.mark.parametrize(("channels", "kernel", "side"), [(4, 5, 12), (3, 3, 7), (1, 1, 2)])
def test_products_and_gradients_are_those_of_the_convolution(channels: int, kernel: int, side: int) -> None:
    with torch.random.fork_rng([]):
        torch.manual_seed(4)
        convolution = nn.Conv2d(1, channels, kernel).double()
        images = torch.rand(3, 1, side, side).double()
        wanted = torch.rand(3, channels, side - kernel + 1, side - kernel + 1).double()
    results = []
    for convolved in (convolution(images), window_products(images, convolution)):
        convolution.zero_grad()
        (convolved - wanted).square().sum().backward()
        results.append([convolved.detach(), *(one.grad.clone() for one in convolution.parameters())])
    for ours, theirs in zip(*results, strict=True):
        assert torch.allclose(ours, theirs, rtol=1e-12, atol=1e-12)
