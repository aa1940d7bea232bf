"""``ridgekey-lab data``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.cli.data import app
from lab.datasets.print_set import load_set
from shared.biometrics.socofing import select_prints
from shared.terminal.program import run


def test_synth_writes_people_with_checksums(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["synth", str(tmp_path / "prints"), "--subjects", "2", "--first", "16", "--format", "json"]
    assert run(app, "data", arguments) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 20
    assert len(select_prints(tmp_path / "prints", 17)) == 10
    assert len((tmp_path / "prints" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()) == 20


def test_a_file_where_the_folder_should_be_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prints").write_text("notes")
    assert run(app, "data", ["synth", str(tmp_path / "prints"), "--subjects", "1"]) == 1
    assert capsys.readouterr().err == f"Cannot write to {tmp_path / 'prints'}: File exists.\n"
    assert (tmp_path / "prints").read_text() == "notes"


def test_options_come_from_the_environment_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDGEKEY_SUBJECTS", "1")
    monkeypatch.setenv("RIDGEKEY_IMAGE", "png")
    assert run(app, "data", ["synth", str(tmp_path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == len(list((tmp_path / "Real").glob("*.png"))) == 10


def test_collect_writes_a_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "collect",
        str(tmp_path / "set.npz"),
        "--subjects",
        "1",
        "--workers",
        "1",
        "--format",
        "json",
    ]
    assert run(app, "data", arguments) == 0
    assert json.loads(capsys.readouterr().out)["prints"] == 110
    assert len(load_set(tmp_path / "set.npz")) == 110


def test_a_folder_is_collected_into_the_same_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, made, read = tmp_path / "prints", tmp_path / "made.npz", tmp_path / "read.npz"
    choice = ["--subjects", "2", "--seed", "3", "--impressions", "1", "--workers", "2", "--format", "json"]
    assert run(app, "data", ["synth", str(folder), "--altered", *choice]) == 0
    assert run(app, "data", ["collect", str(made), *choice]) == 0
    assert run(app, "data", ["collect", str(read), "--from", str(folder), "--format", "json"]) == 0
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()[1:]]
    assert reports[0] | {"file": ""} == reports[1] | {"file": ""}
    assert (reports[0]["prints"], reports[0]["altered"], reports[0]["repeated"]) == (200, 160, 20)
    assert np.array_equal(load_set(made).pixels, load_set(read).pixels)


def test_synthetic_prints_do_not_mix_with_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choice = ["--subjects", "1", "--workers", "1"]
    assert run(app, "data", ["synth", str(tmp_path), *choice]) == 0
    assert run(app, "data", ["synth", str(tmp_path), *choice, "--first", "2"]) == 0
    assert run(app, "data", ["synth", str(tmp_path), *choice, "--seed", "9"]) == 5
    assert "has a Real already that is not of seed 9" in capsys.readouterr().err
    assert len((tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()) == 20


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["synth", "out", "--image", "jpeg"], id="unknown image kind"),
        pytest.param(["synth", "out", "--subjects", "0"], id="nobody"),
        pytest.param(["synth"], id="nowhere"),
        pytest.param(["collect", "set"], id="a set without its suffix"),
        pytest.param(["collect", "set.npz", "--from", ".", "--seed", "2"], id="a seed for a folder"),
        pytest.param(["collect", "/no/such/folder/set.npz"], id="no folder for the set"),
    ],
)
def test_bad_options_are_usage_errors(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, "data", arguments) == 2
    assert capsys.readouterr().err
