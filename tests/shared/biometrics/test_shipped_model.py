"""The model that ships: it is the one its card describes, and the prints checked in give usable keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.biometrics.models import default_model_path, default_network
from shared.biometrics.prints import load_print
from shared.biometrics.socofing import select_prints
from shared.identifiers import Finger
from shared.keygen.pipeline import enrol_check

PRINTS = Path(__file__).parents[2] / "fixtures" / "prints"


def test_the_card_is_this_model_s() -> None:
    path = default_model_path()
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert card["sha256"] == default_network().digest.hex()
    assert card["bytes"] == path.stat().st_size < 12_000_000


def test_it_is_the_network_of_paper_003() -> None:
    network = default_network()
    kernels = [layer.weight.shape for layer in network.convolutions]
    assert kernels == [(32, 1, 5, 5), (64, 32, 5, 5), (128, 64, 3, 3)]
    assert [layer.pool for layer in network.convolutions] == [2, 2, 2]
    assert network.dense.weight.shape == (1024, 10_368)


@pytest.mark.parametrize(
    ("user", "finger"),
    [(1, Finger.LEFT_LITTLE), (1, Finger.RIGHT_THUMB), (2, Finger.LEFT_INDEX), (3, Finger.RIGHT_RING)],
)
def test_a_print_gives_a_key_at_once(user: int, finger: Finger) -> None:
    path = select_prints(PRINTS, user)[finger]
    found = enrol_check(user, 1, finger, load_print(path), default_network())
    assert found.candidate == 0
    assert found.assessment.entropy_millibits > 7_700
