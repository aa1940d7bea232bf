"""``ridgekey-lab entropy``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.cli.app import build
from shared.terminal.program import run


def entropy(*arguments: str) -> int:
    return run(build(), "ridgekey-lab", ["entropy", *arguments])


def test_programs_get_every_estimate(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--bits-per-symbol", "1", "--samples", "20000", "--format", "json")
    assert entropy("--generator", "biased:0.8", *arguments) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert (found["samples"], found["enough_samples"]) == (20_000, False)
    assert len(found["symbols"]) == 6
    assert 0.1 < found["min_entropy"] < 0.33
    assert "1,000,000 samples" in shown.err


def test_people_get_a_line_an_estimator_and_the_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stuck.txt"
    file.write_text("00" * 2_000)
    assert entropy(str(file), "--input", "hex", "--format", "table") == 0
    shown = capsys.readouterr()
    assert [line.split()[0] for line in shown.out.splitlines() if line.startswith(("most", "lrs"))] == [
        "most-common-value",
        "lrs",
        "most-common-value",
        "lrs",
    ]
    assert "there are 2,000" in shown.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a FILE"),
        (("--generator", "pi", "--bits-per-symbol", "9"), "bits-per-symbol"),
        (("--generator", "nothing"), "no generator"),
    ],
)
def test_wrong_arguments_are_refused(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entropy(*arguments) != 0
    assert said in capsys.readouterr().err


def test_a_file_without_samples_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty"
    file.write_bytes(b"")
    assert entropy(str(file)) != 0
    assert "needs samples" in capsys.readouterr().err
