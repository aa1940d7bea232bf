"""Sets of prints: made, kept, split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.datasets.print_set import COLUMNS, PrintSet, View, join_sets, load_set
from lab.datasets.synthetic_set import build_synthetic_set
from shared.errors import Code, Failure


def test_a_person_has_eleven_views_of_ten_fingers(person: PrintSet) -> None:
    assert len(person) == 110
    assert person.pixels.shape == (110, 96, 96)
    assert np.bincount(person.fingers).tolist() == [11] * 10
    assert np.bincount(person.views).tolist() == [10, 80, 20]
    assert set(person.subjects.tolist()) == {1}


def test_enrolled_prints_are_not_learned_from(person: PrintSet) -> None:
    assert len(person.enrolled()) == 10
    assert len(person.to_learn_from()) == 100
    assert View.ENROLLED not in person.to_learn_from().views


def test_a_set_survives_its_file(person: PrintSet, tmp_path: Path) -> None:
    person.save(tmp_path / "set.npz")
    again = load_set(tmp_path / "set.npz")
    for name in COLUMNS:
        assert np.array_equal(getattr(again, name), getattr(person, name))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 broken", id="not a zip file"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Failure, match="no set of prints") as refusal:
        load_set(path)
    assert refusal.value.code is Code.INVALID_INPUT


def test_people_come_in_order(person: PrintSet) -> None:
    whole = join_sets(list(build_synthetic_set(4, 2)))
    assert whole.subjects.tolist() == [1] * 110 + [2] * 110
    assert np.array_equal(whole.pixels[:110], person.pixels)
