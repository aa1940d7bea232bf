"""``ridgekey-lab evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.cli.app import build
from lab.training.plans import Kind
from shared.terminal.program import run
from tests.lab.untrained_networks import make_prints, write_checkpoint
from tests.seeded_networks import TINY_PATH, tiny_verifier


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with prints, a checkpoint of each kind, a verifier and an FVC database."""
    folder = tmp_path_factory.mktemp("evaluate")
    prints = make_prints()
    prints.save(folder / "prints.npz")
    for kind in Kind:
        write_checkpoint(folder, kind, prints)
    (folder / "tiny.rkmodel").write_bytes(TINY_PATH.read_bytes())
    (folder / "fvc").mkdir()
    for finger, start in ((101, 0), (102, 5)):
        for impression in (1, 2):
            pixels = np.kron(prints.pixels[start + impression - 1], np.ones((2, 2), np.uint8))
            Image.fromarray(pixels).save(folder / "fvc" / f"{finger}_{impression}.png")
    return folder


def evaluated(place: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    """The JSON of a run that succeeds, in that folder."""
    assert run(build(), "ridgekey-lab", ["evaluate", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_classifier_is_measured_as_in_the_paper(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = evaluated(
        place, capsys, str(place / "finger.pt"), str(place / "prints.npz"), "--out", str(tmp_path)
    )
    assert said["protocol"] == "paper"
    assert said["learned_from"]["these_prints"] is True
    assert said["classes"]["real"]["prints"] == 30
    assert said["classes"]["real"]["baselines"][0]["errors"] == 0
    assert said["folder"] == str(tmp_path)
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["protocol"] == "paper"
    assert (tmp_path / "real" / "confusion.png").exists()
    assert (tmp_path / "curves.png").exists()


def test_an_embedding_is_measured_honestly(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = evaluated(
        place, capsys, str(place / "embedding.pt"), "--fvc", str(place / "fvc"), "--out", str(tmp_path)
    )
    assert said["protocol"] == "honest"
    assert said["pairs"]["fvc"]["genuine"] == 2
    assert said["pairs"]["fvc-all-pairs"]["impostor"] == 4
    assert said["pairs"]["fvc"]["gar_at_far"]["0.01"]["measurable"] is False
    assert (tmp_path / "fvc" / "errors.png").exists()


def test_a_verifier_is_measured_at_its_own_threshold(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    verifier = tiny_verifier()
    (tmp_path / "some.rkverif").write_bytes(verifier.encode())
    said = evaluated(place, capsys, str(tmp_path / "some.rkverif"), "--fvc", str(place / "fvc"))
    assert said["network"]["sha256"] == verifier.digest.hex()
    assert said["pairs"]["fvc"]["at_threshold"]["threshold"] == pytest.approx(verifier.threshold / 32_768)
    assert said["folder"] == str(tmp_path / "some-honest")


def test_people_get_tables(place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ["evaluate", str(place / "subject.pt"), str(place / "prints.npz"), "--out", str(tmp_path)]
    assert run(build(), "ridgekey-lab", [*arguments, "--format", "table"]) == 0
    shown = capsys.readouterr().out
    assert "drawn stripes" in shown
    assert "wrong of 30 prints" in shown
    assert "nearest neighbour on 24 x 24 pixels" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["none.pt"], 3, "none.pt", id="no checkpoint"),
        pytest.param(["prints.npz"], 2, "no checkpoint", id="prints for a checkpoint"),
        pytest.param(["tiny.rkmodel"], 2, "no checkpoint", id="a model for a checkpoint"),
        pytest.param(["finger.pt"], 2, "needs PRINTS", id="no prints"),
        pytest.param(["finger.pt", "finger.pt"], 2, "", id="a checkpoint for prints"),
        pytest.param(["finger.pt", "none.npz"], 2, "none.npz", id="prints that are not there"),
        pytest.param(["finger.pt", "prints.npz", "--protocol", "kind"], 2, "paper, honest", id="protocol"),
        pytest.param(["finger.pt", "prints.npz", "--fvc", "fvc"], 2, "--protocol honest", id="paper and FVC"),
        pytest.param(
            ["embedding.pt", "prints.npz", "--protocol", "paper"], 2, "names nobody", id="embedding"
        ),
        pytest.param(["embedding.pt"], 2, "--fvc", id="nothing to measure on"),
        pytest.param(["embedding.pt", "--fvc", "none"], 2, "none", id="no FVC database"),
    ],
)
def test_what_cannot_be_evaluated_is_one_sentence(
    place: Path,
    arguments: list[str],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(place)
    assert run(build(), "ridgekey-lab", ["evaluate", *arguments]) == code
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
