"""Prints what one process makes of the known answers, on a given backend and in batches of a given size.

Run by ``test_backend_matrix`` as ``python -m tests.shared.backend_probe BACKEND BATCH`` under environments
that choose threads and instruction sets.
"""

from __future__ import annotations

import json
import sys

import numpy as np

from shared.biometrics.models import default_network
from shared.exact.network import Network
from shared.keygen.known_answers import arithmetic_answers, model_answers


class InBatches(Network):
    """A network that gives its features a few images at a time."""

    size = 1

    def features(self, images: np.ndarray) -> np.ndarray:
        """The features, computed in batches and put together."""
        batches = [images[start : start + self.size] for start in range(0, len(images), self.size)]
        return np.concatenate([super(InBatches, self).features(batch) for batch in batches])


def network_on(backend: str, batch: int) -> Network:
    """The shipped network on a backend, in batches."""
    network = default_network()
    if backend == "torch":
        from shared.biometrics.torch_backend import TorchBackend

        network = network.with_backend(TorchBackend())
    InBatches.size = batch
    return InBatches(network.height, network.width, network.convolutions, network.dense, network.backend)


def main() -> None:
    """Print the answers as JSON."""
    backend, batch = sys.argv[1:]
    network = network_on(backend, int(batch))
    print(json.dumps({"arithmetic": arithmetic_answers(), "model": model_answers(network)}))


if __name__ == "__main__":
    main()
