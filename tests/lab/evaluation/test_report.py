"""Reports: what they say, and the files that they are written to."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.evaluation.class_tests import BaselineFigure, ClassTest
from lab.evaluation.confusion import confusion_matrix
from lab.evaluation.pair_tests import PairTest, ScoredPairs
from lab.evaluation.report import Report
from lab.evaluation.report_files import write_report
from lab.evaluation.report_tables import confusion_csv, per_class_csv, read_table
from lab.evaluation.summary import summary_head, summary_lines
from shared.errors import Code, Failure
from tests.lab.untrained_networks import HISTORY

BASELINE = BaselineFigure("all altered prints", 90, 1, 0.995, 0.99)


def class_test(classes: int = 3) -> ClassTest:
    """Twenty prints a class; two of class 0 are told as class 1."""
    true = np.repeat(np.arange(classes), 20)
    told = true.copy()
    told[:2] = 1
    return ClassTest("real", "prints of people", confusion_matrix(true, told, classes), 0.4, 0.1, [BASELINE])


def pair_test() -> PairTest:
    """Two hundred genuine pairs, forty-five impostor ones."""
    random = np.random.default_rng(3)
    ours = ScoredPairs("ours", random.normal(2, 1, 200), random.normal(0, 1, 45))
    plain = ScoredPairs("plain", random.normal(1, 1, 200), random.normal(0, 1, 45))
    return PairTest("fvc", "pairs of fingers", 10, ours, plain, threshold=1.0)


def report(classes: int = 3) -> Report:
    """A report with a test of each kind."""
    return Report(
        protocol="paper",
        network={"kind": "finger", "sha256": "ab" * 32, "file": "finger.pt", "epochs": 2},
        learned_from={"origin": "drawn stripes"},
        tested_on=[{"origin": "drawn stripes", "prints": 60}],
        classes=[class_test(classes)],
        pairs=[pair_test()],
        history=HISTORY,
    )


@pytest.mark.parametrize("classes", [pytest.param(3, id="few classes"), pytest.param(30, id="many classes")])
def test_every_file_is_written_and_every_picture_can_be_read(tmp_path: Path, classes: int) -> None:
    files = write_report(report(classes), tmp_path / "new" / "folder")
    assert files == [
        "report.json",
        "curves.png",
        "real/per_class.csv",
        "real/confusion.csv",
        "real/confusion.png",
        "fvc/errors.png",
        "fvc/scores.png",
    ]
    for name in files:
        path = tmp_path / "new" / "folder" / name
        if path.suffix == ".png":
            with Image.open(path) as picture:
                picture.load()
                assert min(picture.size) > 400


def test_the_same_report_is_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        files = write_report(report(), tmp_path / folder)
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_json_has_every_figure() -> None:
    record = json.loads(json.dumps(report().record()))
    real = record["classes"]["real"]
    assert (real["errors"], real["prints"], real["accuracy"]) == (2, 60, 58 / 60)
    assert real["false_positive_rate"] == 2 / (2 * 60)
    assert real["loss_with_l2"] == 0.5
    assert real["baselines"][0]["errors"] == 1
    pairs = record["pairs"]["fvc"]
    assert pairs["gar_at_far"]["0.01"]["measurable"] is False
    assert "45 impostor pairs" in pairs["gar_at_far"]["0.01"]["why"]
    assert 0 < pairs["at_threshold"]["gar"] < 1
    assert pairs["baseline"]["eer"] > pairs["eer"]


def test_tables_state_their_origin_and_can_be_read_back(tmp_path: Path) -> None:
    whole, one = report(), class_test()
    written = per_class_csv(one, whole.statement())
    assert written.startswith("# protocol: paper\n# network: finger, SHA-256 abababababababab\n")
    assert "# tested on: drawn stripes\n# baseline: nearest neighbour on 24 x 24 pixels\n" in written
    (tmp_path / "per_class.csv").write_text(written, encoding="utf-8")
    rows = read_table(tmp_path / "per_class.csv")
    assert [row["support"] for row in rows] == ["20", "20", "20"]
    assert float(rows[0]["recall"]) == pytest.approx(0.9)
    assert float(rows[1]["precision"]) == pytest.approx(20 / 22, abs=1e-6)
    assert confusion_csv(one, []).splitlines() == ["is,told,prints", "0,1,2"]


def test_people_read_ours_beside_the_baseline() -> None:
    record = report().record()
    lines = {(line["test"], line["figure"]): line for line in summary_lines(record)}
    assert lines["real", "wrong of 60 prints"]["network"] == "2"
    assert lines["real", "wrong of 60 prints"]["baseline"] == "1"
    assert lines["real", "accuracy"]["network"] == "96.67% (88.47% to 99.59%)"
    assert lines["fvc", "GAR at FAR 0.01"]["network"] == "not measurable"
    assert "EER" in {figure for _, figure in lines}
    head = summary_head(record, "out")
    assert head["network"] == "finger, epoch 2 (finger.pt)"
    assert head["tested_on"] == "drawn stripes"


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("notes")
    with pytest.raises(Failure, match="Cannot write to") as refusal:
        write_report(report(), tmp_path / "file")
    assert refusal.value.code is Code.LOCAL_FAILURE
