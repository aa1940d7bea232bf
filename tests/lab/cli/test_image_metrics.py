"""``ridgekey-lab image-metrics``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.cli.app import build
from shared.terminal.program import run
from tests.lab.batteries.images.drawn_pictures import noise, ramp


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A picture, two ciphers of it, and one of another size."""
    for name, picture in (
        ("plain", ramp(32)),
        ("cipher", noise(1, 32, 32)),
        ("other", noise(2, 32, 32)),
        ("small", noise(3, 8, 8)),
    ):
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
    return tmp_path


def image_metrics(folder: Path, *arguments: str) -> int:
    files = [str(folder / part) if part.endswith(".png") else part for part in arguments]
    return run(build(), "ridgekey-lab", ["image-metrics", *files])


def test_programs_get_every_metric(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert image_metrics(folder, "plain.png", "cipher.png", "--other", "other.png", "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    between = {one["name"]: one for one in report["sections"]["two ciphertexts"]}
    expected = 100 * np.mean(noise(1, 32, 32) != noise(2, 32, 32))
    assert between["NPCR (%)"]["value"] == pytest.approx(expected)
    assert between["UACI (%)"]["limits"]["high"] > 33.46
    assert report["shape"] == [32, 32]


def test_people_get_limits_and_a_caution(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert image_metrics(folder, "plain.png", "cipher.png", "--pairs", "200", "--format", "table") == 0
    shown = capsys.readouterr()
    assert "NPCR_pc (%)" in shown.out
    assert "UACI_pc (%)" in shown.out
    assert "limits are missed" in shown.out
    assert "none of them shows that the key is secret" in shown.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["plain.png", "small.png"], "differ in shape, 32 x 32 and 8 x 8", id="shapes"),
        pytest.param(["plain.png", "absent.png"], "absent.png does not exist", id="no file"),
        pytest.param(["plain.png", "cipher.png", "--seed", "3"], "with --pairs", id="seed alone"),
        pytest.param(["plain.png"], "CIPHER", id="no cipher"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert image_metrics(folder, *arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
