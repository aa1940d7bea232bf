"""Sections about keys."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

import numpy as np
import pytest

from lab.batteries.keys.autocorrelation import autocorrelations
from lab.report.measured_keys import DrawableKeys, MeasuredKeys
from lab.report.section import Section
from lab.report.sections.key_autocorrelation import key_autocorrelation_section, lag_limits
from lab.report.sections.key_figures import key_figure_section, taken_together
from lab.report.sections.key_histograms import key_histogram_section
from lab.report.sections.key_neighbours import key_neighbour_section
from lab.report.sections.key_pairs import key_pair_section

pytestmark = pytest.mark.usefixtures("no_drawings")

DRAWN = [key_histogram_section, key_neighbour_section, key_autocorrelation_section]


def drawable(keys: MeasuredKeys) -> DrawableKeys:
    """The keys of synthetic people."""
    found = keys.drawable()
    assert found is not None
    return found


def test_keys_of_real_people_are_not_drawable(ideal_keys: MeasuredKeys) -> None:
    assert MeasuredKeys(ideal_keys.names, ideal_keys.keys, synthetic=False).drawable() is None


def test_keys_are_not_printed(ideal_keys: MeasuredKeys) -> None:
    assert "array" not in repr(ideal_keys)
    assert "array" not in repr(ideal_keys.drawable())


@pytest.mark.parametrize("build", DRAWN)
def test_ideal_keys_have_as_many_rejections_as_chance_gives(
    build: Callable[[DrawableKeys], Section], ideal_keys: MeasuredKeys
) -> None:
    assert 'class="verdict usual"' in build(drawable(ideal_keys)).markup()


@pytest.mark.parametrize("build", [key_histogram_section, key_figure_section, key_pair_section])
def test_leaning_keys_have_more(build: Callable[..., Section], leaning_keys: MeasuredKeys) -> None:
    given = leaning_keys if build is not key_histogram_section else drawable(leaning_keys)
    assert 'class="verdict more"' in build(given).markup()


def test_a_histogram_has_every_value_in_its_data(ideal_keys: MeasuredKeys) -> None:
    section = key_histogram_section(drawable(ideal_keys))
    files = list(section.files())
    assert [file.name for file in files] == [f"key-histogram-user-{user}" for user in (1, 2, 3)]
    rows = list(csv.DictReader(files[0].text().splitlines()))
    counts = np.bincount(ideal_keys.keys[0], minlength=256)
    assert [int(row["count"]) for row in rows] == counts.tolist()


def test_pairs_are_sorted_so_that_their_order_is_no_key(ideal_keys: MeasuredKeys) -> None:
    file = next(iter(key_neighbour_section(drawable(ideal_keys)).files()))
    pairs = [(int(row["byte"]), int(row["next"])) for row in csv.DictReader(file.text().splitlines())]
    key = ideal_keys.keys[0]
    assert pairs == sorted(zip(key[:-1].tolist(), key[1:].tolist(), strict=True))


def test_lags_and_limits_are_those_of_the_battery(ideal_keys: MeasuredKeys) -> None:
    file = next(iter(key_autocorrelation_section(drawable(ideal_keys)).files()))
    rows = list(csv.DictReader(file.text().splitlines()))
    found = autocorrelations(ideal_keys.keys[0])
    assert [float(row["r"]) for row in rows] == pytest.approx(found.tolist(), rel=1e-8)
    assert float(rows[0]["limit"]) == pytest.approx(1.959964 / np.sqrt(1023), rel=1e-6)
    assert lag_limits(1024, 50)[49] == pytest.approx(1.959964 / np.sqrt(974), rel=1e-6)


def test_each_test_has_a_chart_and_all_a_folded_table(ideal_keys: MeasuredKeys) -> None:
    section = key_figure_section(ideal_keys)
    markup = section.markup()
    charts, tables = re.findall(r'role="img"', markup), re.findall(r"<table>", markup)
    assert len(charts) == len(list(section.files())) - 1
    assert len(tables) == 1
    assert markup.index("<details>") < markup.index("<table>")
    names = [file.name for file in section.files()]
    assert "key-entropy" in names
    assert len(names) == len(set(names))


def test_keys_that_are_all_a_little_off_are_seen_together(ideal_keys: MeasuredKeys) -> None:
    # Sorting the counts' excess away: each key is nearly flat, none of them by itself beyond the limits.
    random = np.random.default_rng(5)
    even = []
    while len(even) < 8:
        key = random.integers(0, 256, 1024, np.uint8)
        chi_square = ((np.bincount(key, minlength=256) - 4) ** 2).sum() / 4
        if 203 < chi_square < 225:
            even.append(key)
    markup = key_figure_section(MeasuredKeys([f"user {k}" for k in range(8)], even, True)).markup()
    single, together = re.findall(r'class="verdict (\w+)"', markup)
    assert (single, together) == ("usual", "more")


def test_no_p_values_give_none_together() -> None:
    assert taken_together([]) is None


def test_pairs_of_keys_are_all_compared(leaning_keys: MeasuredKeys, ideal_keys: MeasuredKeys) -> None:
    section = key_pair_section(leaning_keys)
    assert section is not None
    (file,) = section.files()
    (row,) = csv.DictReader(file.text().splitlines())
    expected = np.corrcoef(*[key.astype(float) for key in leaning_keys.keys])[0, 1]
    assert float(row["r"]) == pytest.approx(expected)
    many = key_pair_section(ideal_keys)
    assert many is not None
    assert 'class="verdict usual"' in many.markup()


def test_a_single_key_has_no_pairs(ideal_keys: MeasuredKeys) -> None:
    assert key_pair_section(MeasuredKeys(["user 1"], ideal_keys.keys[:1], True)) is None
