"""Every fuzz target for a bounded number of inputs, the same in every run; ``make fuzz`` goes on."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from shared.errors import Failure
from tests.fuzz.mutation import mutations
from tests.fuzz.targets import CORPUS, TARGETS, corpus, load

INPUTS = 250
BEFORE_A_SIGNATURE = "unsigned"
"""The name of seeds that are good only once the target has signed them."""
each_target = pytest.mark.parametrize("name", TARGETS)


def is_refused(name: str, data: bytes) -> bool:
    """Whether the target refuses these bytes as they are."""
    try:
        load(name).read(data)
    except Failure:
        return True
    return False


@each_target
def test_changed_inputs_are_read_or_refused(name: str) -> None:
    target, refused = load(name), 0
    for data in islice(mutations(list(corpus(name).values()), Random(name)), INPUTS):
        try:
            target.parse(data)
        except Exception as error:
            error.add_note(f"the input: {data.hex()}")
            raise
        refused += is_refused(name, data)
    assert refused, "a target that refuses nothing reads nothing"


@each_target
def test_everything_kept_is_read_or_refused(name: str) -> None:
    for data in corpus(name).values():
        load(name).parse(data)
    assert is_refused(name, b"")


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
