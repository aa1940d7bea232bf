"""Sections of papers 000 and 002: pictures under the methods, and keys of pictures."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from lab.ciphers.paper_002.timestamp import EXAMPLE
from lab.ciphers.registry import find_cipher
from lab.generators.squeezenet_hyperchaos import SqueezeNetHyperchaos, album_picture, key_of_picture
from lab.report.demonstration import OTHER_KEYS
from lab.report.medical_demonstration import METHODS, SHOWN, demonstrate_method
from lab.report.sections.feature_keys import KEY_BYTES, feature_key_section
from lab.report.sections.medical_pictures import medical_picture_section, method_histogram_section

pytestmark = pytest.mark.usefixtures("no_drawings")


def pixels_of(markup: str) -> list[np.ndarray]:
    sources = re.findall(r'src="data:image/png;base64,([^"]+)"', markup)
    return [np.asarray(Image.open(io.BytesIO(b64decode(source)))) for source in sources]


def test_the_four_methods_of_paper_002_are_shown_with_what_two_ciphertexts_give() -> None:
    shown = demonstrate_method(seed=1)
    assert np.count_nonzero(shown.cipher != shown.touched) == 1
    assert len(shown.others) == OTHER_KEYS
    assert all(np.mean(shown.cipher != other) > 0.99 for other in shown.others)
    plain, *ciphers, apart = pixels_of(medical_picture_section(shown, seed=1).markup())
    assert len(ciphers) == len(METHODS)
    for name, cipher in zip(METHODS, ciphers, strict=True):
        assert np.array_equal(find_cipher(name).inverse(cipher, EXAMPLE.encode()), plain)
    # Moved rows and columns change no count of levels: the two pictures' XOR, to a pixel.
    wanted = np.bincount((shown.plain ^ shown.second_plain).ravel(), minlength=256)
    assert np.array_equal(np.bincount(apart.ravel(), minlength=256), wanted)
    assert np.array_equal(ciphers[METHODS.index(SHOWN)], shown.cipher)


@pytest.mark.slow
def test_every_other_method_has_its_histogram_and_leading_digits_are_uneven() -> None:
    section = method_histogram_section(demonstrate_method(seed=1), seed=1)
    shown = {file.name: list(csv.DictReader(file.text().splitlines())) for file in section.files()}
    wanted = [f"histogram-{name}" for name in METHODS if name != SHOWN]
    assert [*shown] == [*wanted, "histogram-logistic-plain-times-255", "histogram-lorenz-plain-times-255"]
    totals = {name: sum(int(row["count"]) for row in rows) for name, rows in shown.items()}
    assert set(totals.values()) == {demonstrate_method(seed=1).plain.size}
    spread = {name: max(int(row["count"]) for row in rows) for name, rows in shown.items()}
    assert max(spread, key=lambda name: spread[name]) == "histogram-logistic-plain-times-255"


def test_a_key_of_paper_000_is_shown_with_its_picture_and_its_bytes_are_counted() -> None:
    section = feature_key_section(seed=1)
    picture, key, changed = pixels_of(section.markup())
    assert np.array_equal(picture, album_picture(1))
    assert key.tobytes() == key_of_picture(picture, SqueezeNetHyperchaos(key_bytes=KEY_BYTES))
    assert 0 < np.count_nonzero(changed) < changed.size
    (file,) = section.files()
    counts = [int(row["count"]) for row in csv.DictReader(file.text().splitlines())]
    assert counts == np.bincount(key.ravel(), minlength=256).tolist()
