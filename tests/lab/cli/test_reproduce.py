"""``ridgekey-lab reproduce``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.cli.app import build
from lab.datasets.print_set import PrintSet
from shared.terminal.program import run
from tests.seeded_networks import TINY_PATH


def test_programs_get_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["reproduce", "003", "--tables", "2,5", "--runs", str(tmp_path), "--format", "json"]
    assert run(build(), "ridgekey-lab", arguments) == 0
    counted, missing = json.loads(capsys.readouterr().out)["items"]
    assert (counted["number"], missing["number"]) == (2, 5)
    assert counted["rows"][0] == {
        "layer": "conv2d_1",
        "paper_shape": "92 x 92 x 32",
        "shape": "92 x 92 x 32",
        "paper_parameters": 832,
        "parameters": 832,
    }
    assert len(missing["missing"]) == 4


def test_people_get_titles_and_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["reproduce", "3", "--tables", "7", "--runs", str(tmp_path), "--format", "table"]
    assert run(build(), "ridgekey-lab", arguments) == 0
    shown = capsys.readouterr().out
    assert "Paper 003, table 7" in shown
    assert f"  ridgekey-lab train finger PRINTS --out {tmp_path / 'finger'}\n" in shown
    assert "captions of tables 6 and 7 are swapped" in shown


def test_what_is_not_checked_is_named_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["reproduce", "003", "--tables", "1,3,19"]
    assert run(build(), "ridgekey-lab", [*arguments, "--format", "json"]) == 0
    first, third, last = json.loads(capsys.readouterr().out)["items"]
    assert [(one["number"], one["rows"]) for one in (first, last)] == [(1, []), (19, [])]
    assert first["unchecked"]
    assert last["unchecked"]
    assert third["unchecked"] == ""
    assert {"setting": "epochs", "paper": "20", "ours": "20"} in third["rows"]
    assert run(build(), "ridgekey-lab", [*arguments, "--format", "table"]) == 0
    shown = capsys.readouterr().out
    assert f"Not checked: {last['unchecked']}.\n" in shown
    assert f"Read: {third['readings'][0]}.\n" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["099"], "nothing of paper 099", id="no such paper"),
        pytest.param(["003", "--tables", "21"], "Table 21", id="no such table"),
        pytest.param(["003", "--tables", "two"], "such as 2,5,6,7", id="no number"),
        pytest.param(["003", "--tables", ","], "such as 2,5,6,7", id="no numbers"),
        pytest.param(["003", "--runs", "/no/such/folder"], "There is no folder", id="no runs"),
        pytest.param([], "PAPER", id="no paper"),
    ],
)
def test_what_cannot_be_reproduced_is_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(build(), "ridgekey-lab", ["reproduce", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_tables_of_keys_are_made_of_a_data_set(
    person: PrintSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, user = tmp_path / "set.npz", str(int(person.subjects[0]))
    person.save(path)
    arguments = ["--tables", "8,11", "--prints", str(path), "--users", user, "--model-file", str(TINY_PATH)]
    assert run(build(), "ridgekey-lab", ["reproduce", "003", *arguments, "--format", "json"]) == 0
    entropy, adjacent = json.loads(capsys.readouterr().out)["items"]
    assert [row["user"] for row in entropy["rows"]] == [user]
    assert entropy["rows"][0]["ours"] > 6
    assert adjacent["missing"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--users", "5"], "name the data set with --prints", id="users alone"),
        pytest.param(["--model-file", "x.rkmodel"], "name the data set with --prints", id="model alone"),
        pytest.param(["--users", "five", "--prints", "x.npz"], "--users takes numbers", id="no users"),
        pytest.param(["--prints", "x.npz"], "x.npz is no set of prints", id="no set"),
    ],
)
def test_keys_that_cannot_be_made_are_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(build(), "ridgekey-lab", ["reproduce", "003", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_a_user_that_is_not_in_the_set_is_named(
    person: PrintSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.npz"
    person.save(path)
    arguments = ["reproduce", "003", "--tables", "8", "--prints", str(path), "--users", "599"]
    assert run(build(), "ridgekey-lab", arguments) != 0
    assert "User 599 has no enrolled print" in capsys.readouterr().err
