"""Sections about the image cipher."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from lab.report.demonstration import OTHER_KEYS, SIDE, Demonstration, demonstrate
from lab.report.sections.image_change import image_change_section
from lab.report.sections.image_histograms import image_histogram_section
from lab.report.sections.image_neighbours import PAIRS, image_neighbour_section
from lab.report.sections.image_pictures import picture_section

pytestmark = pytest.mark.usefixtures("no_drawings")


@pytest.fixture(scope="module")
def shown() -> Demonstration:
    return demonstrate(seed=1)


def test_the_same_seed_gives_the_same_pictures_and_another_one_others(shown: Demonstration) -> None:
    again, other = demonstrate(seed=1), demonstrate(seed=2)
    np.testing.assert_array_equal(shown.cipher, again.cipher)
    assert not np.array_equal(shown.plain, other.plain)
    assert not np.array_equal(shown.cipher ^ shown.plain, other.cipher ^ other.plain)


def test_one_pixel_changes_one_pixel_and_another_key_nearly_all(shown: Demonstration) -> None:
    assert np.count_nonzero(shown.cipher != shown.touched) == 1
    assert len(shown.others) == OTHER_KEYS
    assert all(np.mean(shown.cipher != other) > 0.98 for other in shown.others)


def test_pictures_are_their_own_data(shown: Demonstration) -> None:
    markup = picture_section(shown).markup()
    sources = re.findall(r'src="data:image/png;base64,([^"]+)"', markup)
    pixels = [np.asarray(Image.open(io.BytesIO(b64decode(source)))) for source in sources]
    np.testing.assert_array_equal(pixels[0], shown.plain)
    np.testing.assert_array_equal(pixels[1], shown.cipher)
    np.testing.assert_array_equal(pixels[3], shown.plain ^ shown.second_plain)
    assert len(re.findall(r'<img [^>]*alt="[^"]+"', markup)) == 4


def test_histograms_count_every_pixel(shown: Demonstration) -> None:
    plain, cipher, _ = image_histogram_section(shown).files()
    for file, picture in ((plain, shown.plain), (cipher, shown.cipher)):
        counts = [int(row["count"]) for row in csv.DictReader(file.text().splitlines())]
        assert counts == np.bincount(picture.ravel(), minlength=256).tolist()


def test_six_scatters_of_drawn_pairs(shown: Demonstration) -> None:
    section = image_neighbour_section(shown, seed=3)
    files = list(section.files())
    assert len(files) == 6
    assert all(len(file.rows) == PAIRS for file in files)
    assert section.markup() == image_neighbour_section(shown, seed=3).markup()
    assert files[0].rows != next(iter(image_neighbour_section(shown, seed=4).files())).rows


def test_a_changed_pixel_stands_beside_critical_values(shown: Demonstration) -> None:
    markup = image_change_section(shown).markup()
    table = next(iter(image_change_section(shown).files()))
    rows = list(csv.DictReader(table.text().splitlines()))
    assert float(rows[0]["value"]) == pytest.approx(100 / SIDE**2, rel=1e-4)
    assert rows[0]["critical at 0.05"] == "at least 99.569"
    assert len(rows) == 2 * (1 + OTHER_KEYS)
    assert "scatter 8 times as wide" in markup
