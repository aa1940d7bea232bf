"""Verifiers of both kinds on small seeded networks."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.verification import ClosedSetVerifier, EmbeddingVerifier
from shared.exact.classifier import Classifier
from shared.exact.network import Network
from tests.seeded_networks import seeded_network, tiny_verifier

USERS = (17, 331, 590)


def naming_network(classes: int, seed: str) -> Network:
    """A small network whose classes come from a seeded generator."""
    plain = seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 64, seed=seed)
    if not classes:
        return plain
    random = np.random.default_rng(classes)
    weight = random.integers(-127, 128, (classes, plain.outputs)).astype(np.int8)
    classifier = Classifier(weight, np.zeros(classes, np.int32))
    return Network(plain.height, plain.width, plain.convolutions, plain.dense, classifier)


@pytest.fixture(scope="session")
def embedding() -> EmbeddingVerifier:
    """The verifier of the tests."""
    return tiny_verifier()


@pytest.fixture(scope="session")
def closed_set() -> ClosedSetVerifier:
    """Three users and ten fingers."""
    return ClosedSetVerifier(naming_network(3, "subject"), naming_network(10, "finger"), USERS)
