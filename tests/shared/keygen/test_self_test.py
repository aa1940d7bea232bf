"""The known answers, and what happens on a machine that computes otherwise."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shared.biometrics.models import default_network
from shared.chaos import chen
from shared.errors import Code, Failure
from shared.exact.network import Network, parse_network
from shared.exact.products import NumpyBackend
from shared.keygen import self_test
from shared.keygen.known_answers import drawn_print
from shared.keygen.self_test import golden_path, run_self_test
from tests.seeded_networks import TINY_PATH
from tests.vectors import regenerate


class FaultyBackend(NumpyBackend):
    """Exact in every product but the large ones, as a faulty kernel for one size would be."""

    name = "faulty"

    def product(self, left: np.ndarray, prepared: np.ndarray) -> np.ndarray:
        result = super().product(left, prepared)
        if left.shape[0] > 8:
            result[3, 0] += 2.0**18
        return result


def tiny() -> Network:
    return parse_network(TINY_PATH.read_bytes())


def test_this_machine_passes_with_the_shipped_model() -> None:
    network = default_network()
    assert network.digest.hex() in json.loads(golden_path().read_text())["models"]
    run_self_test(network)


def test_this_machine_passes_with_a_model_whose_answers_are_not_recorded() -> None:
    assert tiny().digest.hex() not in json.loads(golden_path().read_text())["models"]
    run_self_test(tiny())


def test_the_golden_answers_are_what_the_script_writes() -> None:
    assert golden_path().read_text(encoding="utf-8") == regenerate.golden()


@pytest.mark.fault(36)
@pytest.mark.parametrize("network", [tiny, default_network], ids=["not recorded", "recorded"])
def test_a_faulty_product_is_found(network) -> None:
    with pytest.raises(Failure, match="other keys") as refused:
        run_self_test(network().with_backend(FaultyBackend()))
    assert refused.value.code is Code.MODEL_MISMATCH


def test_a_chaos_that_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chen, "stream", bytes)
    with pytest.raises(Failure, match="chen") as refused:
        run_self_test(tiny())
    assert refused.value.code is Code.INTERNAL


@pytest.mark.fault(36)
@pytest.mark.parametrize("step", ["stream", "resize", "equalise", "augment", "swarm", "chen"])
def test_every_step_is_compared(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = json.loads(golden_path().read_text())
    golden["arithmetic"][step] = "00" * 32
    monkeypatch.setattr(self_test, "_golden", lambda: golden)
    with pytest.raises(Failure, match=step):
        run_self_test(tiny())


def test_the_drawn_print_is_a_usable_one() -> None:
    pixels = drawn_print().pixels
    assert pixels.shape == (103, 96)
    assert np.unique(pixels).size > 100
