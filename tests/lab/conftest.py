"""A person to learn from and a finger network, both small work, for the tests of the lab."""

from __future__ import annotations

import pytest
import torch

from lab.datasets.print_set import PrintSet
from lab.datasets.synthetic_set import subject_prints
from lab.training.batches import prepare, to_tensor
from lab.training.finger_cnn import FingerCnn


@pytest.fixture(scope="session")
def person() -> PrintSet:
    """The 110 prints of one synthetic person."""
    return subject_prints(4, 1)


@pytest.fixture(scope="session")
def network(person: PrintSet) -> FingerCnn:
    """An untrained network whose batch norms have seen the person's prints."""
    torch.manual_seed(7)
    made = FingerCnn().train()
    for norm in made.norms:
        norm.momentum = None
        torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
        torch.nn.init.uniform_(norm.bias, -0.5, 0.5)
    with torch.no_grad():
        made.features(to_tensor(prepare(person.pixels[:30])))
        made.dense_1.weight *= 0.3
    return made.eval()
