"""``ridgekey-lab generators train-network``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.cli.app import build
from lab.generators.network_keys import sweep
from lab.generators.network_keys.plan import TrainingPlan
from lab.papers.paper_004.accuracies import BATCHES, Batch
from shared.terminal.program import run

SMALL = ("--samples", "60", "--epochs", "2")


def train(out: Path, *arguments: str) -> int:
    return run(build(), "ridgekey-lab", ["generators", "train-network", "--out", str(out), *arguments])


def test_every_combination_is_trained_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--network", "ffnn-b,FFNN-B", "--mapping", "identity, aes", "--loss", "bce,cce", *SMALL)
    assert train(tmp_path, *arguments, "--format", "json") == 0
    shown = capsys.readouterr()
    items = json.loads(shown.out)["items"]
    plans = [(item["plan"]["network"], item["plan"]["mapping"], item["plan"]["loss"]) for item in items]
    assert plans == [("ffnn-b", label, loss) for label in ("identity", "aes") for loss in ("bce", "cce")]
    assert all(item["parameters"] == 3114 for item in items)
    assert "at most 2^n" in shown.err
    assert sorted(path.parent.name for path in tmp_path.rglob("history.csv")) == sorted(
        f"ffnn-b-10-{label}-{loss}" for label in ("identity", "aes") for loss in ("bce", "cce")
    )


def test_people_get_a_line_a_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(tmp_path, "--network", "ffnn-b", *SMALL, "--format", "table") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("ffnn-" in line and "3114" in line for line in lines)


@pytest.mark.parametrize("batch", BATCHES, ids=[batch.options for batch in BATCHES])
def test_the_commands_that_the_table_names_train_what_it_waits_for(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[TrainingPlan] = []
    monkeypatch.setattr(sweep, "train_all", lambda plans, out, tell: asked.extend(plans) or [])
    assert train(tmp_path, *batch.options.split(), "--format", "json") == 0
    assert {plan.name for plan in asked} == batch.names()
    assert {(plan.epochs, plan.samples) for plan in asked} == {(100, 10_000)}
    assert json.loads(capsys.readouterr().out)["items"] == []


REFUSED = {
    "a network that is none": (("--network", "gan"), "--network is one of ffnn-a, ffnn-b"),
    "no mapping": (("--mapping", " , "), "--mapping names nothing"),
    "a loss that is none": (("--loss", "mse"), "--loss is one of bce, cce"),
    "bits in words": (("--bits", "10,ten"), "--bits takes whole numbers"),
    "too many bits": (("--bits", "256"), "from 2 to 128"),
    "a table of 128 bits": (("--bits", "128", "--mapping", "table"), "take at most 16 bits"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_and_why(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    arguments, said = REFUSED[case]
    assert train(tmp_path / "out", *arguments, *SMALL) != 0
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()
