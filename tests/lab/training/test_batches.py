"""Prints as a network takes them."""

from __future__ import annotations

import numpy as np

from lab.datasets.print_set import PrintSet
from lab.training.batches import prepare, to_tensor
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print


def test_prints_are_prepared_as_for_a_key(person: PrintSet) -> None:
    prepared = prepare(person.pixels[:3])
    assert np.array_equal(prepared[2], preprocess(Print(person.pixels[2]), 96, 96))


def test_a_tensor_has_one_channel_from_0_to_1(person: PrintSet) -> None:
    tensor = to_tensor(prepare(person.pixels[:3]))
    assert tensor.shape == (3, 1, 96, 96)
    assert 0 <= float(tensor.min()) < float(tensor.max()) <= 1
