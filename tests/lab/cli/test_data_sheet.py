"""``ridgekey-lab data sheet``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.cli.data import app
from lab.datasets.print_set import PrintSet
from shared.terminal.program import run


@pytest.fixture
def stored(person: PrintSet, tmp_path: Path) -> Path:
    person.save(tmp_path / "set.npz")
    return tmp_path / "set.npz"


def test_a_finger_is_a_row_and_a_view_a_column(
    person: PrintSet, stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sheet.png"
    choice = ["--fingers", "left_thumb,right_index", "--format", "json"]
    assert run(app, "data", ["sheet", str(stored), str(out), *choice]) == 0
    assert json.loads(capsys.readouterr().out)["prints"] == 22
    sheet = np.asarray(Image.open(out))
    assert sheet.shape == (34 + 2 * 102 + 26, 130 + 11 * 102)
    thumb = person.where(person.fingers == 4).pixels
    for column in range(11):
        left = 130 + column * 102
        assert np.array_equal(sheet[34 : 34 + 96, left : left + 96], thumb[column])


def test_views_can_be_chosen(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choice = ["--views", "enrolled,repeated", "--format", "json"]
    assert run(app, "data", ["sheet", str(stored), str(tmp_path / "sheet.png"), *choice]) == 0
    assert json.loads(capsys.readouterr().out)["prints"] == 30


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["sheet.jpg"], "name it sheet.png", id="another format"),
        pytest.param(["sheet.png", "--subjects", "2"], "no such print", id="nobody"),
        pytest.param(["sheet.png", "--subjects", "3-1"], "like 1-3,17", id="backwards"),
        pytest.param(["sheet.png", "--subjects", "all"], "like 1-3,17", id="no numbers"),
        pytest.param(["sheet.png", "--fingers", "toe"], "'toe' is no finger; choose of", id="toe"),
        pytest.param(["sheet.png", "--views", "x"], "'x' is no view; choose of enrolled, altered", id="view"),
        pytest.param(["none/sheet.png"], "There is no folder", id="no folder"),
    ],
)
def test_a_bad_choice_is_one_sentence(
    stored: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    out, *options = arguments
    assert run(app, "data", ["sheet", str(stored), str(tmp_path / out), *options]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / out).exists()
