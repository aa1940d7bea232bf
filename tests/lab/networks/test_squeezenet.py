"""SqueezeNet as torchvision has it."""

from __future__ import annotations

import pytest
import torch

from lab.networks.squeezenet import FEATURES, SqueezeNet, Version

SIZES = {Version.V1_0: 1_248_424, Version.V1_1: 1_235_496}


@pytest.mark.parametrize("version", Version)
def test_every_parameter_is_there(version: Version) -> None:
    network = SqueezeNet(version)
    assert sum(one.numel() for one in network.parameters()) == SIZES[version]
    names = list(network.state_dict())
    assert names[:2] == ["features.0.weight", "features.0.bias"]
    assert names[2:4] == ["features.3.squeeze.weight", "features.3.squeeze.bias"]
    assert names[-2:] == ["classifier.1.weight", "classifier.1.bias"]
    assert "features.12.expand3x3.weight" in names


@pytest.mark.parametrize("version", Version)
def test_a_picture_gives_features_and_class_scores(version: Version) -> None:
    network = SqueezeNet(version).eval()
    with torch.inference_mode():
        features = network.features(torch.zeros(1, 3, 224, 224))
        scores = network(torch.zeros(2, 3, 224, 224))
    assert features.shape == (1, 512, 13, 13)
    assert features.numel() == FEATURES == 86_528
    assert scores.shape == (2, 1000)


def test_sides_after_each_pooling_of_version_1_0() -> None:
    network = SqueezeNet().eval()
    sides, flowing = [], torch.zeros(1, 3, 224, 224)
    with torch.inference_mode():
        for number, layer in enumerate(network.features):
            flowing = layer(flowing)
            if number in (0, 2, 6, 11):
                sides.append(flowing.shape[-1])
    assert sides == [109, 54, 27, 13]
