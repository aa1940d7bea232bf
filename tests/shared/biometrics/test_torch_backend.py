"""The torch backend."""

from __future__ import annotations

import numpy as np
import pytest

from shared.errors import Code, Failure
from shared.exact.products import prove_backend
from tests.seeded_networks import tiny_network

torch_backend = pytest.importorskip("shared.biometrics.torch_backend", reason="torch is not installed")


def test_torch_gives_the_same_features() -> None:
    network = tiny_network()
    images = np.random.default_rng(3).integers(0, 256, (4, 24, 24)).astype(np.uint8)
    accelerated = network.with_backend(torch_backend.TorchBackend())
    assert accelerated.backend.name == "torch-cpu"
    assert accelerated.digest == network.digest
    assert np.array_equal(accelerated.features(images), network.features(images))


def test_torch_multiplies_exactly() -> None:
    backend = torch_backend.TorchBackend()
    prove_backend(backend)
    left, right = np.full((3, 500), 255, np.int64), np.full((500, 2), 127, np.int64)
    left[:, ::2], right[::3] = 254, -126
    found = backend.product(left.astype(np.float32), backend.prepare(right.astype(np.float32)))
    assert np.array_equal(found, left @ right)


@pytest.mark.parametrize("device", ["cuda:99", "no such device"])
def test_a_device_that_is_not_there_is_a_failure(device: str) -> None:
    with pytest.raises(Failure, match="cannot be used") as refused:
        torch_backend.TorchBackend(device)
    assert refused.value.code is Code.LOCAL_FAILURE
