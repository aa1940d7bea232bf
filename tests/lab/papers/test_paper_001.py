"""Table 1 of paper 001 beside ours."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from lab.generators.registry import GENERATORS
from lab.papers.catalogue import build_tables
from lab.papers.paper_001 import reviewed
from lab.papers.paper_001.contradictions import contradictions
from lab.papers.paper_001.printed_rows import ROWS, PrintedRow
from lab.papers.sources import Sources
from lab.papers.tables import Table
from lab.report.listing import Listing
from lab.report.sections.paper_tables import paper_table_section


@pytest.fixture(scope="module")
def table() -> Table:
    """With two generators, so that it takes no time; the command has them all."""
    with pytest.MonkeyPatch.context() as patch:
        few = {name: GENERATORS[name] for name in ("cube-walk", "associative-memory")}
        patch.setattr(reviewed, "GENERATORS", few)
        (built,) = build_tables("001", None, Sources(Path("nowhere")))
    return built


def row(table: Table, number: int) -> Any:
    return table.rows[number - 1]


def test_a_report_leaves_out_what_a_clock_has_filled(table: Table) -> None:
    (listing,) = (block for block in paper_table_section(table).blocks if isinstance(block, Listing))
    assert "milliseconds" in table.columns
    assert [*listing.columns] == [column for column in table.columns if column != "milliseconds"]


def test_every_printed_row_is_there_in_order_and_none_has_a_monobit_result(table: Table) -> None:
    assert [one["row"] for one in table.rows] == list(range(1, 28))
    assert {one["paper_monobit"] for one in table.rows} == {"X"}
    assert (table.number, table.missing) == (1, ())


def test_rows_that_run_here_have_ours_beside_what_is_printed(table: Table) -> None:
    cube = row(table, 26)
    assert (cube["paper_key_space"], cube["paper_bits"], cube["claimed_bits"]) == ("256-bit", "256", 256)
    assert (cube["effective_bits"], cube["repeats"], cube["generator"]) == (65.2, "yes", "cube-walk")
    assert 40 < cube["seed_change"] < 60
    assert 5 < cube["wrong_key_psnr"] < 10.8
    assert 0 < cube["monobit_p"] < 1
    assert cube["wrong_key_psnr"] == pytest.approx(10 * math.log10(255**2 / cube["wrong_key_mse"]), abs=0.06)
    assert [row(table, 27)[name] for name in reviewed.OURS] == [cube[name] for name in reviewed.OURS]


def test_rows_that_do_not_run_here_show_what_is_printed_alone(table: Table) -> None:
    eeg = row(table, 10)
    assert (eeg["paper_key_space"], eeg["paper_bits"]) == ("2^196", "196")
    assert all(value is None for name, value in eeg.items() if name in reviewed.OURS)
    assert set(eeg) == {*table.columns, "wrong_key_mse", "repeats"}


BITS = [
    (5, [128, 304.3]),
    (12, [1_572_864]),
    (13, [88_253_952]),
    (20, [2528.0, 1076.3]),
    (25, [19.93]),
    (1, []),
]


@pytest.mark.parametrize(("number", "bits"), [pytest.param(*one, id=f"row {one[0]}") for one in BITS])
def test_printed_key_spaces_in_bits(number: int, bits: list[float]) -> None:
    assert ROWS[number - 1].bits == pytest.approx(bits, abs=0.05)


SAID = {
    "the lost superscript": "means 2^180: as printed it would be 11.1 bits; rows 4, 5, 9, 24 and 25 stay",
    "the other one": "'128 to 2,192 bits' is 2^192",
    "the dot of row 12": "196,608 = 256·256·3",
    "weights that are counted": "row 13 counts every bit of 2,757,936 float32 weights as key, 88,253,952",
    "a key space that is searched": "row 25's 10^6 keys are 19.9 bits, about 2^20",
    "a difference too small": "differ by 99.61 % and bits by 50, so those keys have 13 times",
    "no monobit test": "a cross in all 27 rows",
    "how many say what": "a number in 18 of 27 rows, and sensitivity is a word in 12",
    "references": "rows 21, 22, 23, 24, 25, 26 and 27 lead to other works in its list, of 6 to the",
}


@pytest.mark.parametrize("case", SAID)
def test_what_the_review_says_against_itself(case: str, table: Table) -> None:
    assert sum(SAID[case] in finding for finding in table.findings) == 1


def test_findings_follow_the_rows() -> None:
    shifted = [one if one.number != 24 else PrintedRow(24, 28, "", powers=((2, 200),)) for one in ROWS]
    assert any("rows 4, 5, 9 and 25 stay below it, row 25 below" in one for one in contradictions(shifted))


def test_what_is_measured_is_said(table: Table) -> None:
    *_, spaces, sensitivity, monobit, repeated = table.findings
    assert "associative-memory 7.1" in spaces
    assert "cube-walk 65.2" in spaces
    assert sensitivity.endswith("independent keys for associative-memory")
    assert monobit.startswith("the monobit test of all keys together fails for none")
    assert repeated == "the same seed gave another key a second time for none"
