"""Every fuzz target for a bounded number of inputs, the same in every run; ``make fuzz`` goes on."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from tests.fuzz.mutation import mutations
from tests.fuzz.targets import CORPUS, TARGETS, corpus, load

INPUTS = 250
BEFORE_A_SIGNATURE = "unsigned"
"""The name of seeds that are good only once the target has signed them."""
each_target = pytest.mark.parametrize("name", TARGETS)


@each_target
def test_changed_inputs_are_read_or_refused(name: str) -> None:
    target = load(name)
    for data in islice(mutations(list(corpus(name).values()), Random(name)), INPUTS):
        try:
            target.parse(data)
        except Exception as error:
            error.add_note(f"the input: {data.hex()}")
            raise


@each_target
def test_everything_kept_is_read_or_refused(name: str) -> None:
    for data in (b"", *corpus(name).values()):
        load(name).parse(data)


@each_target
def test_good_inputs_are_read(name: str) -> None:
    good = {seed: data for seed, data in corpus(name).items() if seed in load(name).seeds()}
    assert set(good) == set(load(name).seeds())
    for seed, data in good.items():
        if seed != BEFORE_A_SIGNATURE:
            load(name).read(data)


def test_every_folder_of_the_corpus_has_its_target() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)


def test_mutation_changes_what_it_is_given() -> None:
    made = set(islice(mutations([bytes(range(64))], Random(1)), 200))
    assert len(made) > 150
    assert made == set(islice(mutations([bytes(range(64))], Random(1)), 200))
