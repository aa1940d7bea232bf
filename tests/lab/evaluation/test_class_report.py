"""Figures of classes, against their definitions one print at a time, and against the paper's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.evaluation.class_report import accuracy, averaged_false_positive_rate, class_report, error_count
from lab.evaluation.confusion import confusion_matrix

CLASSES = 4
Labels = st.lists(
    st.tuples(st.integers(0, CLASSES - 1), st.integers(0, CLASSES - 1)), min_size=1, max_size=60
)


@settings(deadline=None)
@given(Labels)
def test_every_rate_is_what_its_definition_counts(pairs: list[tuple[int, int]]) -> None:
    true, told = (np.array(part) for part in zip(*pairs, strict=True))
    report = class_report(confusion_matrix(true, told, CLASSES))
    for one in range(CLASSES):
        hits = sum(is_ == one == said for is_, said in pairs)
        said_so = sum(said == one for _, said in pairs)
        are_so = sum(is_ == one for is_, _ in pairs)
        false = said_so - hits
        others = len(pairs) - are_so
        assert report.support[one] == are_so
        assert report.precision[one] == pytest.approx(hits / said_so if said_so else 0)
        assert report.recall[one] == pytest.approx(hits / are_so if are_so else 0)
        assert report.f1[one] == pytest.approx(2 * hits / (said_so + are_so) if hits else 0)
        assert report.false_positive_rate[one] == pytest.approx(false / others if others else 0)


@settings(deadline=None)
@given(Labels)
def test_the_weighted_recall_is_the_accuracy(pairs: list[tuple[int, int]]) -> None:
    true, told = (np.array(part) for part in zip(*pairs, strict=True))
    matrix = confusion_matrix(true, told, CLASSES)
    assert class_report(matrix).weighted()["recall"] == pytest.approx(accuracy(matrix))


@settings(deadline=None)
@given(Labels)
def test_accuracy_and_errors_are_two_sides(pairs: list[tuple[int, int]]) -> None:
    true, told = (np.array(part) for part in zip(*pairs, strict=True))
    matrix = confusion_matrix(true, told, CLASSES)
    assert accuracy(matrix) == pytest.approx(1 - error_count(matrix) / len(pairs))


def paper_matrix(errors: int) -> np.ndarray:
    """Ten fingers of 600 people, some told as the next finger."""
    true = np.repeat(np.arange(10), 600)
    told = true.copy()
    told[np.arange(errors) * 601] = (told[np.arange(errors) * 601] + 1) % 10
    return confusion_matrix(true, told, 10)


def test_ten_errors_are_the_papers_false_positive_rate() -> None:
    matrix = paper_matrix(10)
    assert error_count(matrix) == 10
    assert accuracy(matrix) == pytest.approx(0.99833333)
    assert averaged_false_positive_rate(matrix) == 10 / (9 * 6000)
    assert round(averaged_false_positive_rate(matrix), 6) == 0.000185


def test_with_equal_support_it_is_the_mean_of_the_classes_rates() -> None:
    matrix = paper_matrix(7)
    mean = class_report(matrix).false_positive_rate.mean()
    assert averaged_false_positive_rate(matrix) == pytest.approx(mean)


def test_a_class_that_no_print_shows_is_left_out_of_the_macro_average() -> None:
    matrix = confusion_matrix(np.array([0, 1]), np.array([0, 1]), 5)
    assert class_report(matrix).macro() == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_without_a_print_there_is_nothing_to_report() -> None:
    empty = np.zeros((3, 3), np.int64)
    with pytest.raises(ValueError, match="no print"):
        class_report(empty)
    with pytest.raises(ValueError, match="false positives"):
        averaged_false_positive_rate(empty)
