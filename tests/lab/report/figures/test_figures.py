"""Charts as matplotlib writes them: what is drawn, and that it can be part of a page."""

from __future__ import annotations

import re
from xml.parsers import expat

import numpy as np
import pytest

from lab.batteries.measurement import Interval
from lab.report.figures.curves import epoch_curves
from lab.report.figures.drawing import Drawing
from lab.report.figures.histogram import byte_histogram
from lab.report.figures.lags import lag_stems
from lab.report.figures.matrix import correlation_matrix
from lab.report.figures.p_values import p_value_map
from lab.report.figures.palette import NOT_APPLICABLE, P_VALUE_SHADES
from lab.report.figures.review import key_space_dots, step_histogram, success_bars, weight_distances
from lab.report.figures.scatter import neighbour_scatter
from lab.report.figures.swarm import before_and_after

RANDOM = np.random.default_rng(3)


def texts(drawing: Drawing) -> list[str]:
    """What is written in a chart that is part of a page."""
    markup = drawing.markup("chart", "words")
    expat.ParserCreate().Parse(markup, True)
    return re.findall(r"<text[^>]*>([^<]*)</text>", markup)


def test_a_histogram_names_mean_and_limit() -> None:
    shown = texts(byte_histogram(RANDOM.poisson(4, 256), 4.0, 9))
    assert {"byte value", "count", "uniform: 4", "99 % of values: at most 9"} <= set(shown)


def test_a_histogram_of_a_picture_has_no_mean() -> None:
    shown = texts(byte_histogram(RANDOM.poisson(4, 256)))
    assert not [text for text in shown if "uniform" in text]


def test_a_scatter_is_pixels_however_many_points_it_has() -> None:
    few, many = (neighbour_scatter(RANDOM.integers(0, 256, (2, n), np.uint8), "a", "b") for n in (10, 20_000))
    for drawing in (few, many):
        assert {"a", "b"} <= set(texts(drawing))
        assert drawing.svg.count("<image") == 1
    assert len(many.svg) < 400_000


def test_lags_outside_are_named_in_the_legend() -> None:
    found = np.full(50, 0.01)
    found[6] = 0.2
    shown = texts(lag_stems(found, np.full(50, 0.06)))
    assert {"95 % of uniform", "outside", "lag, bytes", "r"} <= set(shown)


def test_a_matrix_has_each_pair_once() -> None:
    values = np.array([[1, 0.12, -0.34], [0.12, 1, 0.56], [-0.34, 0.56, 1]])
    shown = texts(correlation_matrix(["one", "two", "three"], values))
    assert sorted(text for text in shown if re.fullmatch(r"-?\d\.\d\d", text)) == ["-0.34", "0.12", "0.56"]


def test_small_maps_have_their_p_values_written_in() -> None:
    values = np.array([[0.5, 1e-9], [0.02, np.nan]])
    drawing = p_value_map([("runs", 1), ("rank", 1)], ["a", "b"], values)
    assert {"0.500", "1e-09", "0.020", "runs", "rank", "a", "b", "does not apply"} <= set(texts(drawing))
    for shade in (P_VALUE_SHADES[0], P_VALUE_SHADES[-2], P_VALUE_SHADES[-1], NOT_APPLICABLE):
        assert shade in drawing.svg


def test_large_maps_are_pixels_without_names_of_columns() -> None:
    names = [f"sequence {k}" for k in range(40)]
    drawing = p_value_map([("templates", 30)], names, RANDOM.random((30, 40)))
    assert "40 sequences, in order" in texts(drawing)
    assert "<image" in drawing.svg
    assert "does not apply" not in texts(drawing)


@pytest.mark.parametrize("validated", [[0.5, 0.4], [None, None]])
def test_curves_show_validation_where_there_is_any(validated: list[float | None]) -> None:
    shown = texts(epoch_curves([1, 2], [0.9, 0.7], validated, "loss"))
    assert {"epoch", "loss", "learned from"} <= set(shown)
    assert ("validation" in shown) is (validated[0] is not None)


@pytest.mark.parametrize(
    ("name", "values", "beyond"),
    [
        pytest.param("bit accuracy", [1.0, 1.0], "1.02", id="all right"),
        pytest.param("key accuracy", [0.0, 0.0], "−0.02", id="none right"),
    ],
)
def test_no_axis_of_shares_goes_beyond_them(name: str, values: list[float], beyond: str) -> None:
    assert beyond in texts(epoch_curves([1, 2], values, values, "a constant"))
    assert beyond not in texts(epoch_curves([1, 2], values, values, name))


def test_before_and_after() -> None:
    shown = texts(before_and_after(["a", "b"], [[4.0, 4.5], [5.0]], [7.6, 7.7], Interval(7.76, 7.85)))
    assert {"candidates", "after the swarm", "99 % of uniform", "a", "b"} <= set(shown)


def test_drawings_of_the_review_name_what_they_show() -> None:
    steps = {"hebbian": RANDOM.integers(200, 500, 40), "random-walk": RANDOM.integers(300, 900, 40)}
    assert {"hebbian", "random-walk", "exchanges"} <= set(texts(step_histogram(steps)))
    falling = np.linspace(0.4, 0, 30)
    assert {"both parties", "party and listener"} <= set(texts(weight_distances(falling, falling + 0.1)))
    bars = texts(success_bars(["simple", "majority"], [0.0, 0.7], [(0, 0.1), (0.5, 0.9)]))
    assert {"simple", "majority", "exchanges whose weights it had"} <= set(bars)
    dots = texts(
        key_space_dots(["1  cube-walk", "2"], [[], [128.0, 324.0]], [256.0, None], [65.2, None], 180)
    )
    assert {"1  cube-walk", "2", "printed", "claimed here", "effective", "asked for: 180"} <= set(dots)
    assert {"1", "100", "10,000"} <= set(dots)
    assert not [text for text in dots if "$" in text]
