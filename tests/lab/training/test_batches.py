"""Prints as a network takes them."""

from __future__ import annotations

import itertools

import numpy as np

from lab.datasets.print_set import PrintSet
from lab.training import batches
from lab.training.batches import endless_batches, prepare, prepare_set, to_tensor
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print


def test_prints_are_prepared_as_for_a_key(person: PrintSet) -> None:
    prepared = prepare(person.pixels[:3])
    assert np.array_equal(prepared[2], preprocess(Print(person.pixels[2]), 96, 96))
    assert np.array_equal(prepare_set(person.enrolled()).fingers, np.arange(10))


def test_a_tensor_has_one_channel_from_0_to_1(person: PrintSet) -> None:
    tensor = to_tensor(prepare(person.pixels[:3]))
    assert tensor.shape == (3, 1, 96, 96)
    assert 0 <= float(tensor.min()) < float(tensor.max()) <= 1


def test_a_mirrored_print_is_of_the_other_hand(person: PrintSet, monkeypatch) -> None:
    monkeypatch.setattr(batches, "another_sensor", lambda pixels, random: pixels)
    enrolled = person.enrolled()
    known = {prepared.tobytes(): finger for finger, prepared in enumerate(prepare(enrolled.pixels))}
    images, fingers = next(endless_batches(enrolled, 10, seed=3))
    seen = set()
    for image, finger in zip(
        (images[:, 0].numpy() * 255).round().astype(np.uint8), fingers.tolist(), strict=True
    ):
        plain, mirrored = known.get(image.tobytes()), known.get(image[:, ::-1].tobytes())
        seen.add(mirrored is not None)
        assert finger == (plain if mirrored is None else (mirrored + 5) % 10)
    assert seen == {True, False}


def test_batches_go_on_and_depend_on_the_seed(person: PrintSet) -> None:
    firsts = [next(endless_batches(person, 8, seed)) for seed in (1, 1, 2)]
    assert firsts[0][0].equal(firsts[1][0])
    assert not firsts[0][0].equal(firsts[2][0])
    assert len(list(itertools.islice(endless_batches(person, 50, 1), 3))) == 3
