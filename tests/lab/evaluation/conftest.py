"""Prints and untrained networks to evaluate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lab.datasets.print_set import PrintSet
from lab.training.plans import Kind
from lab.training.trained import Trained, load_trained
from tests.lab.untrained_networks import make_prints, write_checkpoint


@pytest.fixture(scope="session")
def prints() -> PrintSet:
    """150 prints of three people."""
    return make_prints()


@pytest.fixture(scope="session")
def checkpoints(prints: PrintSet, tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    """An untrained network of each kind, said to have learned from ``prints``."""
    return {kind: write_checkpoint(tmp_path_factory.mktemp(kind), kind, prints) for kind in Kind}


@pytest.fixture(scope="session")
def trained(checkpoints: dict[Kind, Path]) -> Callable[[Kind], Trained]:
    """Loads the checkpoint of a kind."""
    return lambda kind: load_trained(checkpoints[kind])
