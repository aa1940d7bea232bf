"""``ridgekey-lab train`` as people run it: two epochs on a small set, killed and taken up again."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from lab.cli.app import build
from lab.datasets.print_set import View, join_sets
from lab.datasets.synthetic_set import build_synthetic_set
from lab.training.checkpoint import read_checkpoint
from shared.terminal.program import run
from tests.lab.untrained_networks import make_prints

SETTINGS = (
    "--epochs",
    "2",
    "--features",
    "64",
    "--checkpoint-every",
    "2",
    "--sensors",
    "0.5",
    "--format",
    "json",
)
STEPS = 20
INTERRUPTED = """
import signal, sys
from lab.cli.app import main
from lab.training import training
real = training.save_checkpoint
def interrupted(*arguments):
    real(*arguments)
    training.save_checkpoint = real
    signal.raise_signal({number})
training.save_checkpoint = interrupted
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 fingers of 20 people in five versions: enrolled and four times altered."""
    whole = join_sets(list(build_synthetic_set(8, 20, workers=2)))
    altered = np.flatnonzero(whole.views == View.ALTERED).reshape(-1, 8)[:, :4]
    chosen = whole.views == View.ENROLLED
    chosen[altered.ravel()] = True
    path = tmp_path_factory.mktemp("prints") / "small.npz"
    whole.where(chosen).save(path)
    return path


def train(kind: str, prints: Path, out: Path) -> dict:
    """Train to the end; what was printed."""
    done = run_training(["-m", "lab.cli"], kind, prints, out)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def interrupt(kind: str, prints: Path, out: Path, by: signal.Signals) -> subprocess.CompletedProcess[str]:
    """Start a training that ends itself by a signal once it has a checkpoint."""
    return run_training(["-c", INTERRUPTED.format(number=int(by))], kind, prints, out)


def run_training(program: list[str], kind: str, prints: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, whatever that is."""
    command = [sys.executable, *program, "train", kind, str(prints), "--out", str(out), *SETTINGS]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_killed_and_resumed_gives_the_same_weights(small_set: Path, tmp_path: Path) -> None:
    whole = train("finger", small_set, tmp_path / "whole")
    assert whole["step"] == STEPS
    killed = interrupt("finger", small_set, tmp_path / "killed", signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    assert 0 < read_checkpoint(tmp_path / "killed" / "finger.pt")["position"]["step"] < STEPS
    assert train("finger", small_set, tmp_path / "killed")["loss"] == whole["loss"]
    first, second = (read_checkpoint(tmp_path / name / "finger.pt")["module"] for name in ("whole", "killed"))
    assert all(torch.equal(tensor, second[name]) for name, tensor in first.items())


@pytest.mark.slow
def test_ctrl_c_saves_and_says_how_to_go_on(small_set: Path, tmp_path: Path) -> None:
    stopped = interrupt("subject", small_set, tmp_path, signal.SIGINT)
    assert stopped.returncode == 130
    assert "the same command goes on from there" in stopped.stderr
    assert train("subject", small_set, tmp_path)["step"] == STEPS
    with (tmp_path / "history.csv").open(encoding="utf-8") as file:
        assert [row["epoch"] for row in csv.DictReader(file)] == ["1", "2"]
    data = read_checkpoint(tmp_path / "subject.pt")["data"]
    assert (data["classes"], data["training"], data["validation"]) == (20, 640, 160)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--schedule", "fast"], "--schedule is one of", id="schedule"),
        pytest.param(["--precision", "float64"], "--precision is one of", id="precision"),
        pytest.param(["--device", "abacus"], "--device is one of", id="device"),
        pytest.param(["--sensors", "nan"], "Invalid value for '--sensors'", id="no number"),
    ],
)
def test_a_wrong_choice_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    make_prints().save(tmp_path / "prints.npz")
    given = ["train", "finger", str(tmp_path / "prints.npz"), "--out", str(tmp_path / "x"), *arguments]
    assert run(build(), "ridgekey-lab", given) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_one_person_alone_is_nobody_to_learn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prints = make_prints()
    prints.where(prints.subjects == prints.subjects[0]).save(tmp_path / "prints.npz")
    given = ["train", "subject", str(tmp_path / "prints.npz"), "--out", str(tmp_path / "x")]
    assert run(build(), "ridgekey-lab", given) == 2
    assert "two people or more" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
