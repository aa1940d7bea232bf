"""What trainings leave behind, and what is found of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.generators.network_keys.files import RECORD, find_trainings, read_training, require_free
from lab.generators.network_keys.plan import Loss, Mapping, NetworkName, TrainingPlan
from lab.generators.network_keys.sweep import plans_of, train_all
from shared.errors import Code, Failure

SMALL = TrainingPlan(samples=60, epochs=2)


def silent(done: int, total: int) -> None:
    pass


def test_a_training_is_found_again_and_not_done_twice(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    plans = plans_of([NetworkName.FFNN_B], [10, 5], [Mapping.IDENTITY, Mapping.AES], [Loss.BCE], SMALL)
    records = train_all(plans, tmp_path, lambda done, total: told.append((done, total)))
    assert told[-1] == (8, 8)
    assert [one.plan for one in find_trainings(tmp_path)] == sorted(plans, key=lambda plan: plan.name)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert train_all(plans, tmp_path, silent) == records
    assert {path: path.read_bytes() for path in before} == before
    lines = (tmp_path / "ffnn-b-10-aes-bce" / "history.csv").read_text().splitlines()
    assert (lines[0].split(",")[:2], len(lines)) == (["epoch", "step"], 3)


def test_the_same_training_writes_the_same_history(tmp_path: Path) -> None:
    for folder in ("first", "again"):
        train_all([SMALL], tmp_path / folder, silent)
    first, again = ((tmp_path / name / SMALL.name / "history.csv") for name in ("first", "again"))
    assert first.read_bytes() == again.read_bytes()


def test_another_plan_in_the_same_folder_is_refused_before_anything_is_trained(tmp_path: Path) -> None:
    train_all([SMALL], tmp_path, silent)
    longer = SMALL.lasting(3)
    with pytest.raises(Failure, match="another choice of epochs;") as caught:
        require_free(tmp_path / SMALL.name, longer)
    assert caught.value.code is Code.CONFLICT
    with pytest.raises(Failure, match="another choice of epochs"):
        train_all([TrainingPlan(bits=3, samples=60, epochs=2), longer], tmp_path, silent)
    assert [path.name for path in tmp_path.iterdir()] == [SMALL.name]


STRANGE = {
    "no JSON": "{",
    "a list": "[]",
    "another report": json.dumps({"report": "other", "plan": {}}),
    "no plan": json.dumps({"report": "ridgekey-lab/network-keys/1"}),
    "a plan that is none": json.dumps({"report": "ridgekey-lab/network-keys/1", "plan": {"bits": 0}}),
    "a plan with an unknown name": json.dumps({"report": "ridgekey-lab/network-keys/1", "plan": {"x": 1}}),
}


@pytest.mark.parametrize("case", STRANGE)
def test_other_files_are_left_out(case: str, tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text(STRANGE[case])
    assert read_training(tmp_path) is None
    assert find_trainings(tmp_path) == []


def test_no_folder_has_no_trainings(tmp_path: Path) -> None:
    assert find_trainings(tmp_path / "nowhere") == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(Failure) as caught:
        train_all([SMALL], tmp_path / "taken", silent)
    assert caught.value.code is Code.LOCAL_FAILURE
