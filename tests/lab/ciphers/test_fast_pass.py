"""The quicker passes of paper 002's networks: what each layer was."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lab.ciphers.paper_002 import depthwise
from lab.ciphers.paper_002.depthwise import Depthwise
from lab.ciphers.paper_002.fast_pass import quickened
from lab.ciphers.paper_002.metadata_image import network_input
from lab.ciphers.paper_002.parameter_network import Architecture, quick_network, shares, untrained_network
from lab.ciphers.paper_002.pooling import LargestOfThree
from lab.ciphers.paper_002.products import Pointwise, Windows
from lab.ciphers.paper_002.winograd import Winograd

DATES = ("2010:05:11 21:17:51", "2010:05:11 21:17:52")


@pytest.mark.parametrize("architecture", list(Architecture))
def test_the_quick_network_is_the_same_but_for_roundings(architecture: Architecture) -> None:
    network, quick = untrained_network(architecture, 3), quick_network(architecture, 3)
    assert any(isinstance(module, nn.BatchNorm2d) for module in network.modules())
    left = (nn.BatchNorm2d, nn.Conv2d, nn.MaxPool2d)
    assert not any(isinstance(module, left) for module in quick.modules())
    with torch.no_grad():
        found, wanted = (one(network_input(list(DATES))) for one in (quick, network))
    assert (found - wanted).abs().max() < 1e-13
    assert [shares(quick, date) for date in DATES] == [shares(network, date) for date in DATES]


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("shape", [(2, 5, 8, 6), (1, 5, 7, 9)], ids=["even", "odd"])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("pays_after", [0, depthwise.PAYS_AFTER], ids=["compiled", "not compiled"])
def test_replaced_convolutions_are_convolutions(
    stride: int, shape: tuple[int, ...], biased: bool, pays_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depthwise, "PAYS_AFTER", pays_after)
    torch.manual_seed(3)
    signal = torch.randn(shape, dtype=torch.float64)
    for replaced, groups, kernel in ((Depthwise, 5, 3), (Pointwise, 1, 1), (Windows, 1, 3), (Windows, 1, 5)):
        layer = nn.Conv2d(5, 5, kernel, stride, kernel // 2, groups=groups, bias=biased).double()
        found = replaced(layer)(signal)
        assert torch.allclose(found, layer(signal), rtol=0, atol=1e-14)
        assert found.shape == layer(signal).shape


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param(nn.Conv2d(6, 6, 3, 1, 1, groups=2), id="two groups"),
        pytest.param(nn.Conv2d(6, 12, 3, 1, 1, groups=6), id="two outputs a channel"),
        pytest.param(nn.Conv2d(6, 6, 5, 1, 2, groups=6), id="depthwise of 5 x 5"),
        pytest.param(nn.Conv2d(6, 6, 3, 1, 2, dilation=2), id="dilated"),
        pytest.param(nn.Conv2d(6, 6, 3, 1, 0), id="without a border"),
        pytest.param(nn.Conv2d(6, 6, (3, 1), 1, (1, 0)), id="no square"),
        pytest.param(nn.Conv2d(6, 6, 3, (1, 2), 1), id="two strides"),
        pytest.param(nn.Conv2d(6, 6, 3, 1, 1, padding_mode="circular"), id="a border of pixels"),
        pytest.param(nn.Conv2d(6, 6, 3, 1, "same"), id="a border by its name"),
        pytest.param(nn.MaxPool2d(2), id="a pool of two"),
        pytest.param(nn.MaxPool2d(3, 2), id="a pool without a border"),
        pytest.param(nn.MaxPool2d(3, 2, 1, ceil_mode=True), id="a pool that rounds up"),
    ],
)
def test_a_layer_that_none_stands_for_stays(layer: nn.Module) -> None:
    torch.manual_seed(8)
    network = nn.Sequential(layer).double()
    signal = torch.randn((2, 6, 8, 10), dtype=torch.float64)
    assert torch.equal(quickened(network)(signal), network(signal))


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("shape", [(2, 5, 8, 6), (1, 5, 7, 9)], ids=["even", "odd"])
def test_nothing_needs_to_be_compiled(
    stride: int, shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(5)
    signal = torch.randn(shape, dtype=torch.float64)
    layer = nn.Conv2d(5, 5, 3, stride, 1, groups=5).double()
    monkeypatch.setattr(depthwise, "PAYS_AFTER", 0)
    monkeypatch.setattr(depthwise, "compiler", lambda: None)
    depthwise._compiled_walk.cache_clear()
    found = Depthwise(layer)(signal)
    depthwise._compiled_walk.cache_clear()
    assert torch.allclose(found, layer(signal), rtol=0, atol=1e-14)


def test_a_walk_is_compiled_once_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(depthwise, "_compiled_walk", asked.append)
    layer = Depthwise(nn.Conv2d(5, 5, 3, 2, 1, groups=5).double())
    signal = torch.zeros((1, 5, 7, 9), dtype=torch.float64)
    for _ in range(depthwise.PAYS_AFTER):
        layer(signal)
    assert asked == []
    layer(signal)
    assert asked == [2]


@pytest.mark.parametrize("shape", [(2, 3, 8, 8), (1, 3, 7, 10), (1, 3, 1, 2)], ids=["whole", "odd", "small"])
def test_the_largest_of_three_is_a_max_pool(shape: tuple[int, ...]) -> None:
    torch.manual_seed(6)
    signal = torch.randn(shape, dtype=torch.float64)
    assert torch.equal(LargestOfThree()(signal), nn.MaxPool2d(3, 2, 1)(signal))


@pytest.mark.parametrize("shape", [(1, 5, 8, 8), (2, 5, 7, 10), (3, 5, 1, 2)], ids=["whole", "cut", "small"])
@pytest.mark.parametrize("biased", [True, False])
def test_winograds_convolution_is_one(shape: tuple[int, ...], biased: bool) -> None:
    torch.manual_seed(4)
    signal = torch.randn(shape, dtype=torch.float64)
    layer = nn.Conv2d(5, 3, 3, 1, 1, bias=biased).double()
    found = Winograd(layer)(signal)
    assert found.shape == layer(signal).shape
    assert torch.allclose(found, layer(signal), rtol=0, atol=1e-13)


def test_the_given_network_stays_as_it_is() -> None:
    network = untrained_network(Architecture.RESNET18, 1)
    before = network(network_input([DATES[0]]))
    quick = quick_network(Architecture.RESNET18, 1)
    assert sum(isinstance(module, Winograd) for module in quick.modules()) == 7
    quick(network_input([DATES[1]]))
    assert torch.equal(network(network_input([DATES[0]])), before)
