"""``ridgekey-lab diehard``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.batteries.diehard import dieharder
from lab.batteries.diehard.dieharder import Crosscheck
from lab.cli.app import build
from shared.terminal.program import run


def diehard(*arguments: str) -> int:
    return run(build(), "ridgekey-lab", ["diehard", *arguments])


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A million good bytes."""
    path = tmp_path / "good.bin"
    path.write_bytes(np.random.default_rng(11).bytes(1_000_000))
    return str(path)


def test_programs_get_every_p_value(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert diehard(file, "--tests", "runs,spheres-3d", "--scale", "0.1", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["test"], one["variant"]) for one in found["outcomes"]] == [
        ("spheres-3d", "KS"),
        ("runs", "up 1"),
        ("runs", "up 2"),
        ("runs", "down 1"),
        ("runs", "down 2"),
    ]
    assert (found["bytes"], found["distinguished"]) == (96_000, False)
    assert [row["row"] for row in found["paper_004"] if row["measured"] is not None] == [
        "3D sphere",
        "Run up 1",
        "Run up 2",
        "Run down 1",
        "Run down 2",
    ]


def test_people_get_a_line_a_test_and_a_verdict(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert diehard(file, "--tests", "runs,rank-31x31", "--format", "table") == 0
    shown = capsys.readouterr().out
    assert "Nothing found" in shown
    assert "4,960,000 bytes" in " ".join(shown.split())


def test_a_bad_generator_is_told_from_an_ideal_source(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--tests", "rank-32x32,runs", "--scale", "0.05", "--format", "json")
    assert diehard("--generator", "lcg-low:8", "--seed", "3", *arguments) == 0
    assert json.loads(capsys.readouterr().out)["distinguished"] is True


def test_the_order_of_bytes_matters(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for order in ("little", "big"):
        assert diehard(file, "--tests", "runs", "--word-order", order, "--format", "json") == 0
        found.append(json.loads(capsys.readouterr().out)["outcomes"])
    assert found[0] != found[1]


def test_dieharder_stands_beside(
    file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[int] = []

    def checked(test: str, words: np.ndarray) -> Crosscheck | None:
        asked.append(words.size)
        return None if test == "rank-31x31" else Crosscheck(15, (0.25, 0.75), 2)

    monkeypatch.setattr(dieharder, "cross_check", checked)
    monkeypatch.setattr(dieharder, "require_dieharder", lambda: "/bin/dieharder")
    arguments = ("--tests", "runs,rank-31x31", "--scale", "0.03", "--cross-check", "--format", "table")
    assert diehard(file, *arguments) == 0
    assert "0.2500 0.7500" in capsys.readouterr().out
    assert asked == [250_000, 250_000]  # all of the file, whatever the scale


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a FILE"),
        (("-", "--generator", "pi"), "Name a FILE"),
        (("--generator", "pi", "--input", "hex"), "--input says"),
        (("-", "--seed", "1"), "--seed is for"),
        (("-", "--tests", "bird"), "no test 'bird'"),
        (("-", "--tests", ","), "--tests takes names"),
        (("-", "--scale", "0"), "above 0"),
        (("nowhere.bin",), "cannot be opened"),
    ],
)
def test_wrong_arguments_are_refused_in_one_sentence(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diehard(*arguments) != 0
    assert said in capsys.readouterr().err


def test_a_missing_dieharder_is_said_before_anything_runs(
    file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dieharder.shutil, "which", lambda _name: None)
    assert diehard(file, "--tests", "runs", "--cross-check") != 0
    assert "dieharder is not installed" in capsys.readouterr().err
