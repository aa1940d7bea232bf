"""Writes a report into a folder: JSON, tables and pictures, one folder below it for each test."""

from __future__ import annotations

import json
from pathlib import Path

from lab.evaluation.class_tests import ClassTest
from lab.evaluation.figures.confusions import confusion_picture
from lab.evaluation.figures.curves import training_curves
from lab.evaluation.figures.pair_pictures import error_curves, score_picture
from lab.evaluation.pair_tests import PairTest
from lab.evaluation.report import REPORT, Report
from lab.evaluation.report_tables import CONFUSION, PER_CLASS, confusion_csv, per_class_csv
from shared.stores.atomic import refusal

CURVES, CONFUSION_PICTURE, ERRORS, SCORES = "curves.png", "confusion.png", "errors.png", "scores.png"


def write_report(report: Report, folder: Path) -> list[str]:
    """Write everything that a report says.

    Returns:
        The names of the files, relative to the folder.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the system refuses.
    """
    files = {REPORT: (json.dumps(report.record(), indent=2) + "\n").encode()}
    if report.history:
        files[CURVES] = _curves(report)
    for test in report.classes:
        files |= {f"{test.name}/{name}": data for name, data in _class_files(report, test).items()}
    for compared in report.pairs:
        files |= {f"{compared.name}/{name}": data for name, data in _pair_files(report, compared).items()}
    try:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    except OSError as error:
        raise refusal("write to", folder, error) from None
    return list(files)


def _curves(report: Report) -> bytes:
    baselines = [test.baselines[0].accuracy for test in report.classes if test.baselines]
    title = f"Training of the {report.network['kind']} network"
    return training_curves(title, report.history, report.statement(), baselines[0] if baselines else None)


def _class_files(report: Report, test: ClassTest) -> dict[str, bytes]:
    statement = [*report.statement(), f"test: {test.about}"]
    statement += [
        f"baseline's accuracy: {figure.accuracy:.4%} from {figure.learned_from}" for figure in test.baselines
    ]
    title = f"{report.network['kind'].capitalize()} network: {test.name}"
    return {
        PER_CLASS: per_class_csv(test, statement).encode(),
        CONFUSION: confusion_csv(test, statement).encode(),
        CONFUSION_PICTURE: confusion_picture(title, test.matrix, statement),
    }


def _pair_files(report: Report, test: PairTest) -> dict[str, bytes]:
    statement = report.statement()
    return {ERRORS: error_curves(test, statement), SCORES: score_picture(test, statement)}
