"""SqueezeNet's features of pictures, paper 000, algorithm 1, steps 1 to 3.

In single precision, torch's default and the paper's, a feature's last digits depend on how many pictures and
threads there are, and rounding does not help: among ten thousand features some always lie beside a border. In
double precision torch computes convolutions otherwise, and neither matters; rounding is for other machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from lab.networks.squeezenet import SqueezeNet, Version
from lab.networks.weight_files import find_weights, load_weights
from lab.papers.paper_000.pictures import Prepared

DOWNLOADS = {
    Version.V1_0: "squeezenet1_0-b66bff10.pth",
    Version.V1_1: "squeezenet1_1-b8a52dc0.pth",
}
"""What torchvision calls the files of ImageNet weights."""

Features = npt.NDArray[np.floating]
"""float32 or float64 [86528] of one picture, channel by channel, rows from the top."""


def published_network(folder: Path | None, version: Version = Version.V1_0) -> SqueezeNet | None:
    """The network with published weights; None when they are neither in the folder nor downloaded already.

    Raises:
        Failure: ``INVALID_INPUT`` for a file that is there and wrong.
    """
    path = find_weights(folder, version.value, DOWNLOADS[version])
    if path is None:
        return None
    network = SqueezeNet(version)
    load_weights(network, path)
    return network.eval()


def features_of(network: SqueezeNet, pictures: Sequence[Prepared]) -> Features:
    """The features of pictures in one batch, [n, 86528], in the network's precision.

    Args:
        network: in evaluation mode; ``network.double()`` for double precision.
        pictures: at least one.
    """
    precision = next(network.parameters()).dtype
    with torch.inference_mode():
        batch = torch.from_numpy(np.stack(pictures)).to(precision)
        found: Features = network.features(batch).flatten(1).numpy()
    return found
