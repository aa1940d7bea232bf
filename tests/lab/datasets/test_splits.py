"""Splits: sizes, nothing on two sides, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from lab.datasets.identical import groups_across, identical_groups
from lab.datasets.print_set import Alteration, PrintSet, View, join_sets
from lab.datasets.splits import alteration_disjoint, leave_out, paper_split, subject_disjoint
from shared.errors import Failure
from tests.lab.untrained_networks import make_prints


def numbered(enrolled: int, altered: int, repeated: int = 0, people: int = 5) -> PrintSet:
    """A set whose pictures are numbers."""
    views = [View.ENROLLED] * enrolled + [View.ALTERED] * altered + [View.REPEATED] * repeated
    count = len(views)
    pixels = np.zeros((count, 96, 96), np.uint8)
    pixels[:, 0, :4] = np.arange(count, dtype="<u4").view(np.uint8).reshape(count, 4)
    kinds = np.where(np.array(views) == View.ALTERED, 1 + np.arange(count) % 3, 0).astype(np.uint8)
    return PrintSet(
        pixels,
        (1 + np.arange(count) % people).astype(np.int32),
        np.arange(count) % 10,
        np.array(views, np.uint8),
        kinds,
        kinds,
        "numbers",
        True,
    )


def numbers(prints: PrintSet) -> list[int]:
    return np.ascontiguousarray(prints.pixels[:, 0, :4]).view("<u4").ravel().tolist()


def test_the_papers_split_has_four_fifths_and_one_fifth_of_the_altered() -> None:
    prints = numbered(6, 23, 4)
    training, validation, test = paper_split(prints)
    assert (len(training), len(validation), len(test)) == (18, 5, 6)
    assert sorted(numbers(training) + numbers(validation)) == list(range(6, 29))
    assert numbers(test) == list(range(6))


def test_the_papers_split_of_socofing_has_the_papers_sizes() -> None:
    count = 49_270
    columns = np.ones(count, np.uint8)
    prints = PrintSet(
        np.empty((count, 0, 0), np.uint8),
        columns.astype(np.int32),
        columns.astype(np.int64),
        columns,
        columns,
        columns,
        "none",
        False,
    )
    training, validation, _ = paper_split(prints)
    assert (len(training), len(validation)) == (39_416, 9_854)


def test_a_seed_says_which_split() -> None:
    prints = numbered(2, 50)
    first, again, other = (numbers(paper_split(prints, seed)[1]) for seed in (2, 2, 3))
    assert first == again != other


@pytest.mark.parametrize(("held_out", "people"), [(0.2, 1), (0.5, 2), (0.01, 1), (0.99, 4)])
def test_nobody_is_on_both_sides(held_out: float, people: int) -> None:
    prints = numbered(10, 40)
    learned, held = subject_disjoint(prints, 1, held_out)
    assert len(set(held.subjects.tolist())) == people
    assert not set(held.subjects.tolist()) & set(learned.subjects.tolist())
    assert len(learned) + len(held) == 50


def test_one_person_cannot_be_split() -> None:
    with pytest.raises(Failure, match="two people"):
        subject_disjoint(numbered(3, 3, people=1), 1, 0.5)
    with pytest.raises(ValueError, match="between"):
        subject_disjoint(numbered(3, 3), 1, 1.0)


def test_a_kind_of_alteration_can_be_held_out() -> None:
    learned, held = alteration_disjoint(numbered(3, 30, 3), Alteration.CR)
    assert set(held.alterations.tolist()) == {Alteration.CR}
    assert set(learned.alterations.tolist()) == {Alteration.OBL, Alteration.ZCUT}
    assert len(learned) + len(held) == 30


def test_equal_pictures_of_several_people_are_found() -> None:
    assert groups_across("abcabca", [1, 2, 3, 1, 4, 3, 5]) == [[0, 3, 6], [1, 4]]
    prints = numbered(5, 0)
    assert identical_groups(prints) == []
    assert identical_groups(join_sets([prints, prints])) == []
    prints.pixels[3] = prints.pixels[1]
    assert identical_groups(prints) == [[1, 3]]


def test_a_joined_set_may_be_passed_on_only_when_all_of_it_may() -> None:
    from dataclasses import replace

    own = numbered(2, 2)
    other = replace(own, origin="SOCOFing", redistributable=False)
    assert join_sets([own, own]).redistributable
    joined = join_sets([own, other, own])
    assert (joined.origin, joined.redistributable) == ("numbers + SOCOFing", False)
    assert "255" not in repr(joined)


def test_people_and_a_kind_are_left_out_of_a_training() -> None:
    whole = make_prints()
    left = leave_out(whole, 2, 0.4, Alteration.ZCUT)
    assert len(set(left.subjects.tolist())) == 2
    assert set(left.alterations.tolist()) == {0, 1, 2}
    assert leave_out(whole, 2, 0.0, None) is whole
