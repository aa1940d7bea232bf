"""The training loop: it learns, ends as planned, and goes on as if it had never been stopped."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lab.datasets.print_set import PrintSet
from lab.training.checkpoint import DataRecord, checkpoint_path, read_checkpoint
from lab.training.classification import Classification
from lab.training.history import COLUMNS, HISTORY
from lab.training.material import Material
from lab.training.plans import Kind, Precision, Schedule, TrainingPlan
from lab.training.stopping import Stop
from lab.training.trained import load_trained
from lab.training.training import Outcome, Training
from shared.errors import Code, Failure

PLAN = TrainingPlan(kind=Kind.FINGER, epochs=2, batch=8, features=16, sensors=0.5, mirrored=True)
SHOWN = 20
"""Prints an epoch: three steps of eight, the last one smaller."""


def make(plan: TrainingPlan, person: PrintSet, folder: Path) -> Training:
    """A training on some prints of the person."""
    material = Material.on(torch.device("cpu"), person.pixels[:SHOWN], person.fingers[:SHOWN])
    record = DataRecord("a test", True, material.digest(), SHOWN, SHOWN, [1], 10)
    return Training(plan, Classification(plan, material, material, 10), record, folder)


def run(training: Training, stop_after: int | None = None) -> Outcome:
    """Train, and ask for the end after some steps."""
    stop = Stop()

    def progress(done: int, total: int) -> None:
        assert done <= total
        if done == stop_after:
            stop.ask()

    return training.run(stop, progress, lambda row: None)


def weights(folder: Path, kind: Kind = Kind.FINGER) -> dict[str, torch.Tensor]:
    """What a checkpoint holds of the network."""
    return read_checkpoint(checkpoint_path(folder, kind))["module"]


@pytest.fixture(scope="module")
def whole(person: PrintSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole")
    assert run(make(PLAN, person, folder)).finished
    return folder


def test_it_writes_a_row_an_epoch(whole: Path) -> None:
    with (whole / HISTORY).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["epoch"], row["step"]) for row in rows] == [("1", "3"), ("2", "6")]
    assert float(rows[1]["loss"]) < float(rows[0]["loss"])
    assert any(path.name.startswith("events.out.tfevents") for path in whole.iterdir())


def test_what_was_trained_can_be_used(whole: Path) -> None:
    trained = load_trained(checkpoint_path(whole, Kind.FINGER), Kind.FINGER)
    assert (trained.kind, trained.epoch, trained.step, trained.plan) == (Kind.FINGER, 2, 6, PLAN)
    assert trained.data.origin == "a test"
    with torch.inference_mode():
        assert trained.network(torch.rand(3, 1, 96, 96)).shape == (3, 10)


@pytest.mark.parametrize("stop_after", [1, 2, 3, 4], ids=lambda steps: f"stopped after {steps}")
def test_stopped_and_resumed_gives_the_same_weights(
    person: PrintSet, whole: Path, tmp_path: Path, stop_after: int
) -> None:
    stopped = run(make(PLAN, person, tmp_path), stop_after)
    assert not stopped.finished
    assert stopped.position.step == stop_after
    resumed = run(make(PLAN, person, tmp_path))
    assert resumed.finished
    expected = weights(whole)
    assert all(torch.equal(tensor, expected[name]) for name, tensor in weights(tmp_path).items())


def test_a_finished_training_has_nothing_left_to_do(person: PrintSet, whole: Path) -> None:
    before = checkpoint_path(whole, Kind.FINGER).read_bytes()
    outcome = run(make(PLAN, person, whole))
    assert outcome.finished
    assert len(outcome.position.history) == 2
    assert checkpoint_path(whole, Kind.FINGER).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "word"),
    [
        pytest.param({"batch": 4}, "batch", id="batch"),
        pytest.param({"seed": 9}, "seed", id="seed"),
        pytest.param({"sensors": 1.0}, "sensors", id="sensors"),
    ],
)
def test_another_plan_is_refused(person: PrintSet, whole: Path, change: dict, word: str) -> None:
    with pytest.raises(Failure, match=word) as refusal:
        make(replace(PLAN, **change), person, whole)
    assert refusal.value.code is Code.CONFLICT


def test_other_prints_are_refused(person: PrintSet, whole: Path) -> None:
    turned = replace(person, pixels=np.ascontiguousarray(person.pixels[::-1]))
    with pytest.raises(Failure, match="prints") as refusal:
        make(PLAN, turned, whole)
    assert refusal.value.code is Code.CONFLICT


def test_more_epochs_go_on_where_it_ended(person: PrintSet, tmp_path: Path) -> None:
    run(make(replace(PLAN, epochs=1), person, tmp_path))
    assert run(make(PLAN, person, tmp_path)).position.step == 6


def test_a_cosine_has_one_length(person: PrintSet, tmp_path: Path) -> None:
    cosine = replace(PLAN, schedule=Schedule.COSINE, epochs=1)
    outcome = run(make(cosine, person, tmp_path))
    assert outcome.position.history[-1]["learning_rate"] == pytest.approx(cosine.learning_rate / 100)
    with pytest.raises(Failure, match="epochs"):
        make(replace(cosine, epochs=2), person, tmp_path)


def test_patience_ends_it(person: PrintSet, tmp_path: Path) -> None:
    # At this rate nothing is learned, so the loss of the first epoch stays the lowest or nearly so.
    plan = replace(PLAN, epochs=30, patience=1, learning_rate=1.0, precision=Precision.FLOAT32)
    outcome = run(make(plan, person, tmp_path))
    assert outcome.finished
    assert outcome.position.epoch < 30


@pytest.mark.parametrize(
    "content", [pytest.param(None, id="missing"), pytest.param(b"x", id="not a checkpoint")]
)
def test_another_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "finger.pt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Failure) as refusal:
        load_trained(path)
    assert refusal.value.code is Code.INVALID_INPUT


def test_a_network_of_another_kind_is_refused(whole: Path) -> None:
    with pytest.raises(Failure, match="embedding") as refusal:
        load_trained(checkpoint_path(whole, Kind.FINGER), Kind.EMBEDDING)
    assert refusal.value.code is Code.INVALID_INPUT
