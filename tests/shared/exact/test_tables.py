"""The checked-in tables against a fresh computation with 60 digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shared.exact.tables.degrees import RIGHT_ANGLE, whole_degrees
from shared.exact.tables.entropy import entropy_table
from shared.exact.tables.sine import STEPS, rotation
from shared.exact.tables.tanh import INDEX_MAX, INDEX_MIN, tanh_table
from tests.vectors import tables


@pytest.mark.parametrize("module", list(tables.all_tables()), ids=lambda path: path.stem)
def test_the_literals_are_what_the_script_writes(module: Path) -> None:
    assert module.read_text(encoding="utf-8") == tables.render(module, tables.all_tables()[module])


def test_tanh_is_odd_monotonic_and_never_reaches_one() -> None:
    table = tanh_table().astype(int)
    assert (table.dtype, len(table)) == (np.dtype(int), INDEX_MAX - INDEX_MIN + 1)
    assert table[-INDEX_MIN] == 0
    assert np.array_equal(table[1:-INDEX_MIN], -table[:-INDEX_MIN:-1])
    assert (np.diff(table) >= 0).all()
    assert (table.min(), table.max()) == (-32767, 32767)
    assert table[-INDEX_MIN + 256] == round(0.7615941559557649 * 32768)


def test_rotation_by_hand() -> None:
    assert rotation(0) == (65536, 0)
    assert rotation(STEPS) == (round(0.984807753012208 * 65536), round(0.17364817766693033 * 65536))
    cosine, sine = rotation(100)
    assert rotation(-100) == (cosine, -sine)


@pytest.mark.parametrize("angle", [STEPS + 1, -STEPS - 1])
def test_rotation_beyond_the_table_is_an_error(angle: int) -> None:
    with pytest.raises(IndexError):
        rotation(angle)


def test_whole_degrees_by_hand() -> None:
    assert whole_degrees(0) == (65536, 0)
    assert whole_degrees(-30) == (round(0.8660254037844386 * 65536), -32768)
    assert whole_degrees(RIGHT_ANGLE) == (0, 65536)


@pytest.mark.parametrize("angle", [RIGHT_ANGLE + 1, -RIGHT_ANGLE - 1])
def test_whole_degrees_beyond_the_table_are_an_error(angle: int) -> None:
    with pytest.raises(IndexError):
        whole_degrees(angle)


def test_entropy_of_known_histograms() -> None:
    table = entropy_table()
    assert 256 * table[4] == 2 * 1024 << 16  # flat: 10 − 2 = 8 bits
    assert table[1024] == 10 * 1024 << 16  # constant: 0 bits
    assert (table[0], table[1], table[2]) == (0, 0, 2 << 16)


@pytest.mark.parametrize("table", [tanh_table, entropy_table], ids=["tanh", "entropy"])
def test_tables_cannot_be_changed_by_accident(table) -> None:
    with pytest.raises(ValueError, match="read-only"):
        table()[0] = 1
