"""Material that nothing was learned from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lab.datasets.fvc import FvcSet
from lab.datasets.print_set import PrintSet, View
from lab.datasets.splits import subject_disjoint
from lab.evaluation.held_out import evenly, fvc_material, held_out_material, unknown_people
from lab.training.checkpoint import DataRecord
from lab.training.launch_embedding import HELD_OUT
from lab.training.plans import Kind, TrainingPlan
from lab.training.trained import Trained


def learned(kind: Kind, origin: str, people: list[int]) -> Trained:
    """A training that learned from those people; its network is not asked."""
    data = DataRecord(origin, True, "", 0, 0, people, 10)
    return Trained(None, TrainingPlan(kind=kind), data, 1, 1, [])


@pytest.mark.parametrize(
    ("origin", "people", "unknown"),
    [
        pytest.param("drawn stripes", [3, 5, 8], [], id="everybody learned"),
        pytest.param("drawn stripes", [3, 8], [5], id="some learned"),
        pytest.param("SOCOFing + drawn stripes", [5], [3, 8], id="learned from two sets"),
        pytest.param("SOCOFing", [3, 5, 8], [3, 5, 8], id="the same numbers of another set"),
        pytest.param("changed since drawn stripes", [3, 5], [8], id="a changed folder of the same people"),
    ],
)
def test_people_are_known_by_origin_and_number(
    prints: PrintSet, origin: str, people: list[int], unknown: list[int]
) -> None:
    assert unknown_people(prints, learned(Kind.FINGER, origin, people)).tolist() == unknown


def test_real_people_beside_synthetic_ones_are_those_that_training_held_back(prints: PrintSet) -> None:
    kept, held = subject_disjoint(prints, 2, HELD_OUT)
    people = [1, 2, 3, 4, *(np.unique(kept.subjects) + 5).tolist()]
    both = learned(Kind.EMBEDDING, "synthetic seed=1; drawn stripes", people)
    assert unknown_people(prints, both).tolist() == np.unique(held.subjects).tolist()
    other = learned(Kind.EMBEDDING, "synthetic seed=1; drawn stripes", [1, 2, 3, 4, 40])
    assert unknown_people(prints, other).tolist() == []


def test_socofings_prints_get_the_shape_back_that_they_were_scanned_in(prints: PrintSet) -> None:
    named = replace(prints, origin="SOCOFing")
    squares, scanned = (
        held_out_material(named, np.array([3, 8]), 5, flag)[0].live[0].shape for flag in (False, True)
    )
    assert (squares, scanned) == ((96, 96), (103, 96))


def test_enrolled_prints_meet_altered_and_repeated_ones_of_those_people(prints: PrintSet) -> None:
    altered, repeated = held_out_material(prints, np.array([3, 8]), live=1000)
    assert (altered.choices[0].name, repeated.choices[0].name) == ("held-out-altered", "held-out-repeated")
    assert (len(altered.enrolled), len(altered.live), altered.fingers) == (20, 60, 20)
    assert altered.choices[0].comparisons.genuine.sum() == 60
    assert altered.choices[0].comparisons.impostor.sum() == 60 * 19
    assert (len(repeated.live), repeated.choices[0].comparisons.genuine.sum()) == (20, 20)


def test_live_prints_are_limited_evenly(prints: PrintSet) -> None:
    altered, _ = held_out_material(prints, np.array([3, 5, 8]), live=30)
    assert len(altered.live) == 30
    assert altered.choices[0].comparisons.genuine.sum() == 30
    assert evenly(np.arange(10), 3).tolist() == [0, 4, 9]


def test_pictures_given_to_two_people_are_no_impostors(prints: PrintSet) -> None:
    pixels = prints.pixels.copy()
    places = [np.flatnonzero((prints.subjects == person) & (prints.fingers == 0))[0] for person in (3, 8)]
    pixels[places[1]] = pixels[places[0]]
    altered, _ = held_out_material(replace(prints, pixels=pixels), np.array([3, 8]), live=1000)
    assert altered.choices[0].comparisons.impostor.sum() == 60 * 19 - 2 * 3


def test_without_altered_prints_only_repeats_are_compared(prints: PrintSet) -> None:
    kept = prints.where(prints.views != View.ALTERED)
    assert [one.choices[0].name for one in held_out_material(kept, np.array([3, 5]), live=10)] == [
        "held-out-repeated"
    ]


def test_an_fvc_database_is_compared_both_ways(prints: PrintSet) -> None:
    some = FvcSet(list(prints.pixels[:4]), np.array([101, 101, 102, 102]), np.array([1, 2, 1, 2]))
    material = fvc_material(some)
    chosen, every = material.choices
    assert (chosen.comparisons.genuine.sum(), chosen.comparisons.impostor.sum()) == (2, 1)
    assert (every.comparisons.genuine.sum(), every.comparisons.impostor.sum()) == (2, 4)
    assert material.fingers == 2
    assert material.wanted().genuine.sum() == 2
