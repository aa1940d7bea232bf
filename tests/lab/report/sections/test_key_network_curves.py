"""Curves of paper 004's figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.generators.network_keys.plan import NetworkName, TrainingPlan
from lab.generators.network_keys.sweep import train_all
from lab.papers import catalogue as tables
from lab.report.building import build_report
from lab.report.request import Request
from lab.report.sections.key_network_curves import is_key_network, key_network_sections
from lab.report.sections.training import find_trainings

FINGER = "epoch,loss,accuracy\n1,2.5,.4\n"
PLANS = [
    TrainingPlan(NetworkName.FFNN_B, samples=60, epochs=2),
    TrainingPlan(NetworkName.FFNN_B, bits=20, samples=60, epochs=2),
    TrainingPlan(NetworkName.CNN, samples=60, epochs=2),
    TrainingPlan(NetworkName.LSTM, bits=4, samples=60, epochs=2),
]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    (folder / "finger").mkdir()
    (folder / "finger" / "history.csv").write_text(FINGER)
    train_all(PLANS, folder / "keys", lambda done, total: None)
    return folder


def test_trainings_of_fingers_are_left_to_the_other_paper(runs: Path) -> None:
    found = {training.name: is_key_network(training) for training in find_trainings(runs)}
    assert found == {"finger": False, **{f"keys-{plan.name}": True for plan in PLANS}}


def test_each_figure_has_its_networks_with_three_charts_each(runs: Path) -> None:
    trainings = [training for training in find_trainings(runs) if is_key_network(training)]
    sections = key_network_sections(trainings)
    assert [section.key for section in sections] == [f"paper-004-figure-{number}" for number in (5, 4, 6, 7)]
    files = [file.name for file in sections[0].files()]
    name = f"training-keys-{PLANS[0].name}"
    assert files == [f"{name}-loss", f"{name}-bit-accuracy", f"{name}-key-accuracy"]
    assert "Line chart of bit accuracy over 2 epochs" in sections[0].markup()


def test_without_trainings_it_says_so(tmp_path: Path) -> None:
    (section,) = key_network_sections([])
    assert "no training of such networks" in section.markup()


def test_a_report_has_the_curves_and_the_table(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PAPERS", {"004": {2: tables.PAPERS["004"][2]}})
    document = build_report(Request("004", runs))
    assert [chapter.key for chapter in document.chapters] == ["key-networks", "tables"]
    html = document.html()
    assert "1,024 at most" in html
    assert "Figure 7: recurrent networks" in html
    named = [row["input"] for row in document.inputs]
    assert (named.count("key network"), named.count("training")) == (4, 5)
