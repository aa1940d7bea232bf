"""The tables of a report as CSV: the figures of every class, and every confusion."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from lab.evaluation.class_report import class_report
from lab.evaluation.class_tests import ClassTest
from lab.evaluation.confusion import wrong_pairs

PER_CLASS, CONFUSION = "per_class.csv", "confusion.csv"
COLUMNS = ("class", "precision", "recall", "f1", "false_positive_rate", "support")


def per_class_csv(test: ClassTest, statement: Sequence[str]) -> str:
    """One row a class; what it is about stands before, behind ``#``."""
    report = class_report(test.matrix)
    rates = (report.precision, report.recall, report.f1, report.false_positive_rate)
    rows = (
        [place, *(f"{rate[place]:.6f}" for rate in rates), int(report.support[place])]
        for place in range(len(test.matrix))
    )
    return _table(statement, COLUMNS, rows)


def confusion_csv(test: ClassTest, statement: Sequence[str]) -> str:
    """One row for each class taken for another one; what is right is not listed."""
    return _table(statement, ("is", "told", "prints"), wrong_pairs(test.matrix))


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of such a table.

    Raises:
        OSError: it cannot be read.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _table(statement: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    written.writelines(f"# {line}\n" for line in statement)
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return written.getvalue()
