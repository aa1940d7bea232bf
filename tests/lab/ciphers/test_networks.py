"""ResNet-18 and MobileNetV2: counted, named as torchvision's, and seeded."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import torch
from torch import nn

from lab.ciphers.paper_002.metadata_image import metadata_image, network_input
from lab.ciphers.paper_002.mobilenet_v2 import MobileNetV2
from lab.ciphers.paper_002.parameter_network import (
    SHARE_BITS,
    Architecture,
    shares,
    untrained_network,
)
from lab.ciphers.paper_002.regression import Spread, spread, synthetic_dates, target, trained_network
from lab.ciphers.paper_002.resnet18 import ResNet18

DATES = ("2010:05:11 21:17:51", "2010:05:11 21:17:52")
RESNET_NAMES = {
    "conv1.weight": (64, 3, 7, 7),
    "bn1.running_mean": (64,),
    "layer1.0.conv1.weight": (64, 64, 3, 3),
    "layer2.0.downsample.0.weight": (128, 64, 1, 1),
    "layer2.0.downsample.1.bias": (128,),
    "layer4.1.bn2.weight": (512,),
    "fc.bias": (1000,),
}
MOBILENET_NAMES = {
    "features.0.0.weight": (32, 3, 3, 3),
    "features.1.conv.0.0.weight": (32, 1, 3, 3),
    "features.1.conv.1.weight": (16, 32, 1, 1),
    "features.2.conv.1.0.weight": (96, 1, 3, 3),
    "features.17.conv.3.running_var": (320,),
    "features.18.0.weight": (1280, 320, 1, 1),
    "classifier.1.weight": (1000, 1280),
}


@pytest.mark.parametrize(
    ("network", "count", "tensors", "names"),
    [
        pytest.param(ResNet18, 11_689_512, 122, RESNET_NAMES, id="ResNet-18"),
        pytest.param(MobileNetV2, 3_504_872, 314, MOBILENET_NAMES, id="MobileNetV2"),
    ],
)
def test_every_parameter_is_there_under_torchvisions_name(
    network: type[nn.Module], count: int, tensors: int, names: dict[str, tuple[int, ...]]
) -> None:
    """Check 1 of docs/lab.md: ResNet-18 and MobileNetV2 have as many parameters as published."""
    with torch.device("meta"):
        made = network()
    assert sum(parameter.numel() for parameter in made.parameters()) == count
    held = {name: tuple(tensor.shape) for name, tensor in made.state_dict().items()}
    assert len(held) == tensors
    assert {name: held[name] for name in names} == names


@pytest.mark.parametrize("architecture", list(Architecture))
def test_a_date_has_shares_of_its_own_and_always_the_same(architecture: Architecture) -> None:
    network = untrained_network(architecture, 3)
    first, second = (shares(network, date) for date in DATES)
    assert shares(network, DATES[0]) == first
    assert all(one != other for one, other in zip(first, second, strict=True))
    for share in (*first, *second):
        assert 0 <= share < 1
        assert float(share * 2**SHARE_BITS).is_integer()


@pytest.mark.parametrize(
    ("architecture", "known"),
    [
        pytest.param(Architecture.RESNET18, (0.3698419295, 0.6719643716, 0.6574088855), id="ResNet-18"),
        pytest.param(Architecture.MOBILENETV2, (0.5349954115, 0.4770593951, 0.5020810535), id="MobileNetV2"),
    ],
)
def test_a_date_has_nearly_the_same_shares_on_every_machine(
    architecture: Architecture, known: tuple[float, ...]
) -> None:
    assert shares(untrained_network(architecture, 3), DATES[0]) == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("architecture", list(Architecture))
def test_neither_threads_nor_batch_move_a_share_by_more_than_its_last_bit(architecture: Architecture) -> None:
    """Check 16 of docs/lab.md: networks in float64 whose outputs are rounded."""
    network, threads = untrained_network(architecture, 3), torch.get_num_threads()
    found = {}
    for count in (1, 2):
        torch.set_num_threads(count)
        try:
            found[count] = [shares(network, date) for date in DATES]
            with torch.no_grad():
                together = torch.sigmoid(network(network_input(list(DATES))))
        finally:
            torch.set_num_threads(threads)
        assert np.abs(together.numpy() - np.array(found[count])).max() < 2**-SHARE_BITS
    assert np.abs(np.array(found[1]) - np.array(found[2])).max() <= 2**-SHARE_BITS


def test_the_same_seed_draws_the_same_weights() -> None:
    here = untrained_network.__wrapped__(Architecture.MOBILENETV2, 1)
    there = untrained_network(Architecture.MOBILENETV2, 1)
    assert shares(here, DATES[0]) == shares(there, DATES[0])
    other = untrained_network.__wrapped__(Architecture.MOBILENETV2, 1, seed=3)
    assert shares(other, DATES[0]) != shares(there, DATES[0])


def test_the_picture_of_a_date_is_a_stream_of_hashes() -> None:
    first, second = (metadata_image(date) for date in DATES)
    assert first.shape == (224, 224, 3)
    block = hashlib.sha256(DATES[0].encode() + (1).to_bytes(8, "big")).digest()
    assert first.ravel()[32:64].tobytes() == block
    assert np.mean(first != second) == pytest.approx(255 / 256, abs=0.002)
    scaled = network_input([DATES[0]])
    assert tuple(scaled.shape) == (1, 3, 224, 224)
    assert float(scaled[0, 1, 2, 3]) == pytest.approx((int(first[2, 3, 1]) / 255 - 0.456) / 0.224)


def test_training_moves_the_parameters_and_is_repeated_bit_for_bit() -> None:
    dates = synthetic_dates(3)
    once = trained_network(Architecture.MOBILENETV2, 1, dates, epochs=1)
    again = trained_network(Architecture.MOBILENETV2, 1, dates, epochs=1)
    untrained = untrained_network(Architecture.MOBILENETV2, 1)
    assert shares(once, DATES[0]) == shares(again, DATES[0]) != shares(untrained, DATES[0])


def test_targets_are_a_hash_of_the_date() -> None:
    dates = synthetic_dates(500)
    assert len(set(dates)) == 500
    values = np.array([[target(date, number) for number in range(3)] for date in dates])
    assert np.abs(values.mean(0) - 0.5).max() < 0.05
    assert np.abs(np.corrcoef(values.T) - np.eye(3)).max() < 0.15


def test_a_network_that_gives_one_answer_has_no_spread() -> None:
    class Constant(nn.Module):
        """Answers every picture alike."""

        def forward(self, signal: torch.Tensor) -> torch.Tensor:
            return signal.new_zeros(len(signal), 1)

    told: list[tuple[int, int]] = []
    (found,) = spread(Constant(), DATES, lambda done, total: told.append((done, total)))
    assert found == Spread(0.5, 0.0, 0.5, 0.5, 1, 0.0)
    assert told == [(1, 2), (2, 2)]
