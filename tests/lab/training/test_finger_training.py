"""Training: it learns, it can be interrupted, and a checkpoint belongs to its plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lab.datasets.print_set import PrintSet
from lab.training.checkpoint import CHECKPOINT, TrainingPlan, TrainingState, load_finger
from lab.training.finger_training import Progress, train_finger
from shared.errors import Code, Failure

PLAN = TrainingPlan(steps=4, batch=4, checkpoint_every=2)


@pytest.fixture(scope="module")
def trained(person: PrintSet, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Progress]]:
    folder, reports = tmp_path_factory.mktemp("run"), []
    train_finger(PLAN, person.to_learn_from(), folder, reports.append)
    return folder, reports


def test_it_reports_at_every_checkpoint(trained: tuple[Path, list[Progress]]) -> None:
    assert [report.step for report in trained[1]] == [2, 4]
    assert all(report.loss > 0 and 0 <= report.accuracy <= 1 for report in trained[1])


def test_the_weights_moved(trained: tuple[Path, list[Progress]]) -> None:
    found, start = load_finger(trained[0] / CHECKPOINT), TrainingState(PLAN)
    assert found.step == 4
    assert found.plan == PLAN
    assert not found.network.training
    assert not torch.equal(found.network.dense_2.weight, start.network.dense_2.weight)


def test_a_finished_training_has_nothing_left_to_do(
    person: PrintSet, trained: tuple[Path, list[Progress]]
) -> None:
    reports: list[Progress] = []
    again = train_finger(PLAN, person.to_learn_from(), trained[0], reports.append)
    assert reports == []
    assert torch.equal(again.dense_2.weight, load_finger(trained[0] / CHECKPOINT).network.dense_2.weight)


def test_a_checkpoint_of_another_plan_is_refused(trained: tuple[Path, list[Progress]]) -> None:
    with pytest.raises(Failure) as refusal:
        TrainingState(replace(PLAN, steps=9)).resume(trained[0] / CHECKPOINT)
    assert refusal.value.code is Code.CONFLICT


@pytest.mark.parametrize(
    "content", [pytest.param(None, id="missing"), pytest.param(b"x", id="not a checkpoint")]
)
def test_another_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / CHECKPOINT
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Failure) as refusal:
        load_finger(path)
    assert refusal.value.code is Code.INVALID_INPUT
