"""``ridgekey-lab report``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.cli.app import build
from lab.report import catalogue
from shared.terminal.program import run

HISTORY = "epoch,loss,accuracy,validation_loss,validation_accuracy\n1,2.5,.4,2.1,.5\n2,1.5,.6,1.2,.7\n"


@pytest.fixture
def trainings_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report without what takes long."""
    whole = catalogue.REPORTS["003"]
    chapters = tuple(chapter for chapter in whole.chapters if chapter.key == "trainings")
    monkeypatch.setitem(catalogue.REPORTS, "003", catalogue.PaperReport("short", (), chapters))


@pytest.mark.usefixtures("trainings_alone")
def test_a_page_and_its_data_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "runs" / "finger").mkdir(parents=True)
    (tmp_path / "runs" / "finger" / "history.csv").write_text(HISTORY)
    out, csv = tmp_path / "a.html", tmp_path / "data"
    options = ["--paper", "3", "--runs", str(tmp_path / "runs"), "--users", "1", "--csv", str(csv)]
    assert run(build(), "ridgekey-lab", ["report", str(out), *options, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"report": str(out), "bytes": out.stat().st_size, "csv_files": 2}
    assert sorted(path.name for path in csv.iterdir()) == [
        "training-finger-accuracy.csv",
        "training-finger-loss.csv",
    ]
    assert out.read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["a.html", "--paper", "7"], "nothing of paper 007", id="no such paper"),
        pytest.param(["a.html", "--users", "1,x"], "such as 1,3,5", id="no numbers"),
        pytest.param(["a.html", "--users", "0"], "such as 1,3,5", id="nobody"),
        pytest.param(["a.html", "--runs", "/no/such"], "There is no folder", id="no runs"),
        pytest.param(["no/such/a.html"], "There is no folder", id="nowhere to write"),
        pytest.param([], "OUT.html", id="no file"),
    ],
)
def test_what_cannot_be_reported_is_one_sentence(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(build(), "ridgekey-lab", ["report", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
