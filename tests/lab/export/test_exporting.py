"""The whole way from a checkpoint to a model file, its card and its golden vectors."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from lab.cli.app import main
from lab.datasets.print_set import PrintSet
from lab.export.agreement import Agreement
from lab.export.exporting import Exported, export, require_agreement
from lab.export.golden import golden_vectors
from lab.export.model_card import write_model
from lab.training.checkpoint import Position, save_checkpoint
from lab.training.trained import Trained
from shared.errors import Code, Failure
from shared.exact.network import parse_network

GOOD = Agreement(1000, 0.9995, 0.995, 0.01, 0.001, 0.01)


@pytest.fixture(scope="module")
def exported(trained: Trained, prints: PrintSet) -> Exported:
    return export(trained, prints, classes=True, tested=20)


def test_the_card_names_the_model_and_only_measured_figures(exported: Exported, tmp_path: Path) -> None:
    path = write_model(tmp_path / "models", exported.exact, exported.card)
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    network = parse_network(path.read_bytes())
    assert card["sha256"] == network.digest.hex()
    assert card["bytes"] == path.stat().st_size
    assert (card["kind"], card["licence"]) == ("finger", "Apache-2.0")
    assert card["figures"]["agreement"]["prints"] == 20
    assert card["figures"]["accuracy"]["baseline"] >= 0
    assert "keys" not in card["figures"]
    assert card["training"]["steps_done"] == 9
    assert card["training"]["dense_1_scaled_by"] == 1
    golden = json.loads(path.with_suffix(".golden.json").read_text(encoding="utf-8"))
    assert golden == golden_vectors(network)
    assert golden["model"] == card["sha256"]


def test_without_classes_dense_1_is_settled(trained: Trained, prints: PrintSet) -> None:
    made = export(trained, prints, classes=False, tested=20)
    assert made.exact.class_count == 0
    assert made.card["training"]["dense_1_scaled_by"] != 1
    assert made.figures.agreement.same_class is not None


def test_prints_that_may_not_be_passed_on_bind_the_model(trained: Trained, prints: PrintSet) -> None:
    made = export(trained, replace(prints, redistributable=False), classes=True, tested=4)
    assert made.card["redistributable"] is False
    assert "not redistributable" in made.card["licence"]


def test_prints_of_other_people_are_refused(trained: Trained, prints: PrintSet) -> None:
    with pytest.raises(Failure, match="not the people") as refused:
        export(trained, prints.where(prints.subjects == 1), classes=True, tested=4)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("agreement", "reached"),
    [
        pytest.param(GOOD, True, id="both"),
        pytest.param(replace(GOOD, same_class=None), True, id="no classes"),
        pytest.param(replace(GOOD, same_class=0.998), False, id="too few classes"),
        pytest.param(replace(GOOD, same_sign=0.98), False, id="too few signs"),
    ],
)
def test_what_is_asked_can_be_required(exported: Exported, agreement: Agreement, reached: bool) -> None:
    found = replace(exported, figures=replace(exported.figures, agreement=agreement))
    assert agreement.reached is reached
    if reached:
        require_agreement(found)
        return
    with pytest.raises(Failure) as refused:
        require_agreement(found)
    assert refused.value.code is Code.INTEGRITY
    assert "Nothing was written" in refused.value.sentence


def test_the_command_writes_three_files(
    trained: Trained, prints: PrintSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoint, given, out = tmp_path / "finger.pt", tmp_path / "prints.npz", tmp_path / "models"
    states = {"module": trained.network.state_dict(), "adam": {}, "schedule": {}}
    save_checkpoint(checkpoint, trained.plan, trained.data, Position(**asdict(Position())), states)
    replace(prints, redistributable=False).save(given)
    arguments = [str(checkpoint), str(given), "--out", str(out)]
    assert main(["export", "finger", *arguments, "--classes", "--tested", "10", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["model"] == str(out / "finger.rkmodel")
    assert "must not be given away" in told.err
    assert {file.name for file in out.iterdir()} == {
        "finger.rkmodel",
        "finger.json",
        "finger.golden.json",
    }
    assert main(["export", "subject", *arguments]) == 2
    assert "of the kind finger" in capsys.readouterr().err
    assert main(["export", "finger", str(given), str(given), "--out", str(out)]) == 2
    assert "no checkpoint" in capsys.readouterr().err
