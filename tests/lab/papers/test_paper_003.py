"""Tables of paper 003 beside ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab.evaluation.class_tests import BaselineFigure, ClassTest
from lab.evaluation.confusion import confusion_matrix
from lab.evaluation.report import Report
from lab.evaluation.report_files import write_report
from lab.evaluation.report_tables import PER_CLASS
from lab.papers.catalogue import build_tables
from lab.papers.paper_003.network import layers_of
from lab.papers.sources import Sources
from lab.training.finger_cnn import FingerCnn
from shared.errors import Code, Failure


def write_run(folder: Path, kind: str, errors: int, epochs: int = 20, **network: object) -> None:
    """Write the report of a network that told so many of 6,000 prints wrong, the first ones."""
    classes = 600 if kind == "subject" else 10
    true = np.repeat(np.arange(classes), 6000 // classes)
    told = true.copy()
    told[:errors] = classes - 1
    baseline = BaselineFigure("all altered prints", 49_270, 15, 0.9975, 0.9975)
    test = ClassTest("real", "prints", confusion_matrix(true, told, classes), 0.02, 0.03, [baseline])
    report = Report(
        protocol="paper",
        network={"kind": kind, "sha256": "00" * 32, "file": f"{kind}.pt", "epochs": epochs, **network},
        learned_from={"origin": "SOCOFing"},
        tested_on=[{"origin": "SOCOFing", "prints": 55_270}],
        classes=[test, replace(test, name="validation")],
    )
    write_report(report, folder)


def by_name(rows: list[dict], key: str) -> dict:
    """The rows of a table by one of their values."""
    return {row[key]: row for row in rows}


def test_table_2_is_counted_on_the_network_and_every_count_comes_out() -> None:
    """Check 1 of docs/lab.md: every count of table 2 comes out."""
    (table,) = build_tables("003", [2], Sources(Path("nowhere")))
    assert table.missing == ()
    for row in table.rows:
        if row["paper_parameters"] is not None:
            assert row["parameters"] == row["paper_parameters"]
        if row["paper_shape"] is not None and row["layer"] != "dropout_1":
            assert row["shape"] == row["paper_shape"]
    rows = by_name(table.rows, "layer")
    assert rows["all of the subject network"]["parameters"] == 11_359_704
    assert rows["all of the finger network"]["parameters"] == 10_754_954


def test_layers_are_those_that_run() -> None:
    layers = layers_of(FingerCnn(10, features=16))
    assert [layer.name for layer in layers[:4]] == [
        "conv2d_1",
        "batch_normalization_1",
        "max_pooling2d_1",
        "conv2d_2",
    ]
    assert layers[-1].parameters == 16 * 10 + 10


def test_without_runs_the_paper_stands_alone_and_the_commands_are_said(tmp_path: Path) -> None:
    for table in build_tables("003", [5, 6, 7], Sources(tmp_path)):
        assert table.source == ""
        assert any("ridgekey-lab train" in command for command in table.missing)
        assert any("ridgekey-lab evaluate" in command for command in table.missing)
        assert all(row.get("ours") is None for row in table.rows)
        assert any("ridgekey-lab train" in note for note in table.notes())


def test_table_5_puts_ours_beside_the_paper(tmp_path: Path) -> None:
    write_run(tmp_path / "subject", "subject", 12)
    (table,) = build_tables("003", [5], Sources(tmp_path))
    ours = {(row["model"], row["figure"]): row for row in table.rows}
    wrong = ours["1 (subject)", "wrong of the real prints"]
    assert (wrong["paper"], wrong["ours"]) == ("16 of 6,000", "12 of 6,000")
    assert ours["1 (subject)", "accuracy on the real prints"]["ours"] == "99.80%"
    assert ours["1 (subject)", "loss on the real prints"]["ours"] == 0.05
    assert ours["1 (subject)", "accuracy of the baseline on the real prints"]["ours"] == "99.75%"
    assert ours["2 (finger)", "wrong of the real prints"]["ours"] is None
    assert ours["2 (finger)", "false positive rate"]["paper"] == 0.000185
    assert "SOCOFing" in table.source
    assert [command.split()[2] for command in table.missing if " train " in command] == ["finger"]


def test_ten_finger_errors_are_the_papers_false_positive_rate(tmp_path: Path) -> None:
    write_run(tmp_path, "finger", 10)
    (table,) = build_tables("003", [5], Sources(tmp_path))
    rate = next(r for r in table.rows if r["model"] == "2 (finger)" and r["figure"] == "false positive rate")
    assert rate["ours"] == rate["paper"]


def test_tables_6_and_7_show_classes_and_averages(tmp_path: Path) -> None:
    write_run(tmp_path / "s", "subject", 5)
    write_run(tmp_path / "f", "finger", 6)
    people, fingers = build_tables("003", [6, 7], Sources(tmp_path))
    assert by_name(people.rows, "class")["0"]["recall"] == 0.5
    assert by_name(people.rows, "class")["599"]["recall"] == 1.0
    first = by_name(fingers.rows, "class")["0"]
    assert (first["paper_recall"], first["recall"], first["prints"]) == (0.99, 0.99, 600)
    assert by_name(fingers.rows, "class")["accuracy"]["f1"] == 0.999
    assert by_name(fingers.rows, "class")["macro"]["prints"] == 6000
    assert any("swapped" in finding for finding in people.findings)


def test_of_several_runs_the_longest_is_taken(tmp_path: Path) -> None:
    write_run(tmp_path / "a", "finger", 40, epochs=2)
    write_run(tmp_path / "b", "finger", 9, epochs=20)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "report.json").write_text("not ours")
    (table,) = build_tables("003", [7], Sources(tmp_path))
    assert "20 epochs" in table.source


def test_a_report_without_its_tables_still_gives_averages(tmp_path: Path) -> None:
    write_run(tmp_path, "finger", 6)
    (tmp_path / "real" / "per_class.csv").unlink()
    (table,) = build_tables("003", [7], Sources(tmp_path))
    rows = by_name(table.rows, "class")
    assert rows["0"]["recall"] is None
    assert rows["accuracy"]["f1"] == 0.999


@pytest.mark.parametrize(
    ("paper", "numbers", "said"),
    [
        pytest.param("007", None, "nothing of paper 007", id="no such paper"),
        pytest.param("003", [2, 21], "Table 21 of paper 003 cannot", id="no such table"),
    ],
)
def test_what_cannot_be_reproduced_is_said(paper: str, numbers: list[int] | None, said: str) -> None:
    with pytest.raises(Failure, match=said) as refusal:
        build_tables(paper, numbers, Sources(Path("nowhere")))
    assert refusal.value.code is Code.INVALID_INPUT


def test_all_tables_are_built_when_none_is_named(tmp_path: Path) -> None:
    built = build_tables("003", None, Sources(tmp_path))
    assert [table.number for table in built] == [*range(1, 21)]


def test_what_a_run_does_otherwise_than_the_paper_is_said(tmp_path: Path) -> None:
    write_run(
        tmp_path,
        "finger",
        6,
        plan={"learning_rate": 3e-4, "batch": 64, "dropouts": [0.3, 0.5], "sensors": False},
    )
    (table,) = build_tables("003", [7], Sources(tmp_path))
    otherwise = "(learning rate 0.0003 instead of 0.0001, dropouts 0.3 and 0.5 instead of 0.3 and 0.4)"
    assert f"after 20 epochs {otherwise}, learned from SOCOFing" in table.source


def test_a_report_without_its_classes_says_how_to_have_them(tmp_path: Path) -> None:
    write_run(tmp_path, "finger", 6)
    (tmp_path / "real" / PER_CLASS).unlink()
    (table,) = build_tables("003", [7], Sources(tmp_path))
    assert by_name(table.rows, "class")["0"]["recall"] is None
    assert by_name(table.rows, "class")["accuracy"]["f1"] == 0.999
    assert table.missing == [f"ridgekey-lab evaluate {tmp_path / 'finger.pt'} PRINTS --protocol paper"]
