"""Tables of paper 000 beside ours."""

from __future__ import annotations

import copy
import os
from math import erfc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.generators.squeezenet_features import drawn_network
from lab.generators.squeezenet_hyperchaos import album_picture
from lab.papers.catalogue import build_tables
from lab.papers.paper_000.bit_entropy import binary_entropy, expected_deficit, implied_p_value
from lab.papers.paper_000.printed import KEY_BITS, P_VALUES, TESTS
from lab.papers.sources import Sources
from lab.papers.tables import Table
from shared.errors import Failure

NOWHERE = Path("nowhere")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """Pictures and weights that are drawn: four of the paper's names and another."""
    folder = tmp_path_factory.mktemp("drawn")
    held = copy.deepcopy(drawn_network()).float().state_dict()
    np.savez(folder / "squeezenet1_0.npz", **{name: one.numpy() for name, one in held.items()})
    for number, name in enumerate([*KEY_BITS, "another"]):
        Image.fromarray(album_picture(number)).save(folder / f"{name}.png")
    return Sources(NOWHERE, None, folder, folder)


@pytest.fixture(scope="module")
def tables(sources: Sources) -> list[Table]:
    """Both of them."""
    return build_tables("000", None, sources)


def test_every_printed_length_is_of_whole_chunks() -> None:
    """Check 9 of docs/lab.md: printed lengths are multiples of 32 bits."""
    assert [bits % 32 for bits in KEY_BITS.values()] == [0, 0, 0, 0]
    assert [bits // 32 for bits in KEY_BITS.values()] == [2115, 2013, 1946, 1775]


def test_without_pictures_the_paper_stands_alone_and_the_command_is_said() -> None:
    for sources in (Sources(NOWHERE), Sources(NOWHERE, images=NOWHERE), Sources(NOWHERE, weights=NOWHERE)):
        lengths, tests = build_tables("000", None, sources)
        assert [row["picture"] for row in lengths.rows] == list(KEY_BITS)
        assert [row["bits"] for row in lengths.rows] == [None] * 4
        assert [row["paper_implied_p"] for row in lengths.rows] == [0.7289, 0.3773, 0.3086, 0.3179]
        assert [row["paper_p"] for row in tests.rows] == list(P_VALUES.values())
        for table in (lengths, tests):
            assert table.source == ""
            assert "--images DIR --weights DIR" in table.missing[0]


def test_table_2_says_which_tests_apply_to_so_few_bits() -> None:
    (table,) = build_tables("000", [2], Sources(NOWHERE))
    refused = {TESTS[row["test"]] for row in table.rows if row["applies"] != "yes"}
    five = {"overlapping", "universal", "linear-complexity", "excursions", "excursions-variant"}
    assert refused == five | {"non-overlapping", "serial"}
    assert any("5 of the 15 printed p-values are outside" in finding for finding in table.findings)
    assert len(table.rows) == len(P_VALUES) == 15


def test_table_1_puts_ours_beside_the_paper(tables: list[Table]) -> None:
    table = tables[0]
    assert table.missing == ()
    assert [row["picture"] for row in table.rows] == [*KEY_BITS, "another"]
    for row in table.rows:
        assert row["bits"] == 32 * row["chunks"] == 32 * (row["features"] // 4)
        assert 0.999 < row["entropy"] <= 1
        assert 0 < row["implied_p"] <= 1
    assert table.rows[-1]["paper_bits"] is None
    said = " ".join(table.findings)
    assert "the rank correlation over 5 pictures" in said
    assert "the 5 pictures here are 2.3 bits" in said


def test_the_key_depends_on_how_it_is_computed_only_in_single_precision(tables: list[Table]) -> None:
    """Check 16 of docs/lab.md: threads and batches of SqueezeNet."""
    told = {
        name: next(one for one in tables[0].findings if f"in {name} precision" in one)
        for name in ("single", "double")
    }
    shares = {
        name: [float(word) for word in one.split() if word.replace(".", "").isdigit()]
        for name, one in told.items()
    }
    assert len(shares["single"]) == len(shares["double"]) == 6
    assert max(shares["single"]) > 1
    assert shares["double"][2:] == [0, 0, 0, 0]  # rounded, either way


def test_table_2_has_p_values_of_every_picture_where_a_test_applies(tables: list[Table]) -> None:
    for row in tables[1].rows:
        values = [row[name] for name in KEY_BITS]
        assert all((value is None) == (row["applies"] != "yes") for value in values)


def test_the_same_sources_give_the_same_tables(sources: Sources, tables: list[Table]) -> None:
    (again,) = build_tables("000", [2], sources)
    assert again.record() == tables[1].record()


def test_a_damaged_picture_is_named(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "baboon.png").write_text("no picture", encoding="utf-8")
    with pytest.raises(Failure, match=r"baboon\.png is no readable picture"):
        build_tables("000", [1], Sources(NOWHERE, None, tmp_path, sources.weights))


@pytest.mark.parametrize("key", [bytes(8), b"\xff" * 8])
def test_constant_bits_have_no_entropy(key: bytes) -> None:
    assert binary_entropy(key) == 0
    assert implied_p_value(0, 64) < 1e-5


def test_entropy_and_monobit_say_the_same() -> None:
    key = np.random.Generator(np.random.PCG64(1)).bytes(8460)
    ones = int(np.unpackbits(np.frombuffer(key, np.uint8)).sum())
    statistic = abs(2 * ones - 67_680) / np.sqrt(67_680)
    wanted = erfc(statistic / np.sqrt(2))
    assert implied_p_value(binary_entropy(key), 67_680) == pytest.approx(wanted, abs=1e-4)
    assert expected_deficit(67_680) == pytest.approx(1.0658e-5, rel=1e-4)


@pytest.mark.real_data
def test_keys_of_the_papers_own_pictures() -> None:
    folder = Path(os.environ.get("RIDGEKEY_DATA", "no data named"))
    if not (folder / "weights" / "squeezenet1_0.npz").is_file():
        pytest.skip("the published weights are not here; set RIDGEKEY_DATA to their folder")
    (table,) = build_tables("000", [1], Sources(NOWHERE, None, folder / "images", folder / "weights"))
    lengths = {row["picture"]: row["bits"] for row in table.rows}
    wanted = {"baboon": 90_656, "peppers": 93_216, "cat": 97_824, "dog": 72_608}
    # A feature beside zero may be none on another machine: it is single precision.
    assert all(abs(lengths[name] - bits) <= 64 for name, bits in wanted.items())
