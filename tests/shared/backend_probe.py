"""Prints what one process makes of the known answers, on a given backend and in batches of a given size.

Run by ``test_backend_matrix`` as ``python -m tests.shared.backend_probe BACKEND BATCH`` under environments
that choose threads and instruction sets.
"""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np

from shared.biometrics.models import default_network
from shared.encoding import lv
from shared.exact.network import Network
from shared.exact.xof import ShakeStream
from shared.keygen.known_answers import arithmetic_answers, model_answers
from tests.seeded_networks import seeded_network


class InBatches(Network):
    """A network that gives its features a few images at a time."""

    size = 1

    def features(self, images: np.ndarray) -> np.ndarray:
        """The features, computed in batches and put together."""
        batches = [images[start : start + self.size] for start in range(0, len(images), self.size)]
        return np.concatenate([super(InBatches, self).features(batch) for batch in batches])


def on_backend(network: Network, backend: str, batch: int) -> InBatches:
    """A network on a backend, in batches."""
    if backend == "torch":
        from shared.biometrics.torch_backend import TorchBackend

        network = network.with_backend(TorchBackend())
    InBatches.size = batch
    parts = (network.height, network.width, network.convolutions, network.dense, network.classifier)
    return InBatches(*parts, network.backend)


def family() -> dict[str, Network]:
    """Of each kind of network one with seeded weights: of the paper's form, and a deeper embedding."""
    paper, deep = ((32, 5, 5, 2), (64, 5, 5, 2)), ((16, 5, 5, 2), (32, 3, 3, 2), (48, 3, 3, 2), (64, 3, 3, 1))
    return {
        "subject": seeded_network(paper, 1024, side=48, seed="subject", classes=600),
        "finger": seeded_network(paper, 1024, side=48, seed="finger", classes=10),
        "embedding": seeded_network(deep, 256, side=96, seed="embedding"),
    }


def family_answers(backend: str, batch: int) -> dict[str, str]:
    """SHA-256 of what each network of the family makes of twenty drawn pictures: its scores or features."""
    answers = {}
    for name, network in family().items():
        ready = on_backend(network, backend, batch)
        side = network.height
        drawn = np.frombuffer(
            ShakeStream(lv("ridgekey/1 test pictures", name)).bytes(20 * side * side), np.uint8
        )
        features = ready.features(drawn.reshape(20, side, side))
        made = ready.classes(features).astype("<i8") if ready.class_count else features.astype("<i2")
        answers[name] = hashlib.sha256(made.tobytes()).hexdigest()
    return answers


def main() -> None:
    """Print the answers as JSON."""
    backend, batch = sys.argv[1], int(sys.argv[2])
    answers = {
        "arithmetic": arithmetic_answers(),
        "model": model_answers(on_backend(default_network(), backend, batch)),
        "family": family_answers(backend, batch),
    }
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
