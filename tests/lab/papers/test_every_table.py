"""No table of a paper is left out: it is made, with how it is read, or named with why it is not checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.papers.catalogue import PAPERS, build_tables
from lab.papers.paper_000.readings import READINGS as OF_000
from lab.papers.paper_001.readings import READINGS as OF_001
from lab.papers.paper_002.readings import READINGS as OF_002
from lab.papers.paper_003.readings import READINGS as OF_003
from lab.papers.paper_004.readings import READINGS as OF_004
from lab.papers.sources import Sources
from lab.papers.tables import Table, read_as
from lab.report.sections.paper_tables import paper_table_section

PRINTED = {"000": 2, "001": 1, "002": 7, "003": 20, "004": 2}
"""How many tables each paper has; the second of 004 stands for its text and figures 4 to 7."""

UNCHECKED = {"003": {1, 19}}
READINGS = {"000": OF_000, "001": OF_001, "002": OF_002, "003": OF_003, "004": OF_004}


@pytest.mark.parametrize("paper", PRINTED)
def test_every_printed_table_is_there(paper: str) -> None:
    assert sorted(PAPERS[paper]) == list(range(1, PRINTED[paper] + 1))


@pytest.mark.parametrize("paper", PRINTED)
def test_every_table_that_is_checked_says_how_it_is_read(paper: str) -> None:
    assert set(READINGS[paper]) == set(PAPERS[paper]) - UNCHECKED.get(paper, set())
    for readings in READINGS[paper].values():
        assert readings
        assert all(not one.endswith(".") for one in readings)


@pytest.mark.parametrize("number", [1, 3, 4, 8, 19, 20])
def test_a_table_of_paper_003_stands_by_itself(number: int) -> None:
    (table,) = build_tables("003", [number], Sources(Path("nowhere")))
    assert tuple(table.readings) == OF_003.get(number, ())
    assert bool(table.unchecked) is (number in UNCHECKED["003"])
    assert bool(table.rows) is not bool(table.unchecked)
    assert table.findings


def test_a_page_has_the_reason_and_the_readings() -> None:
    why = Table("003", 1, "words", (), (), "", unchecked="nothing is here")
    markup = paper_table_section(why).markup()
    assert "Not checked: nothing is here." in markup
    assert "<table" not in markup
    built = read_as({2: lambda _: Table("003", 2, "rows", ("a",), [{"a": 1}], "")}, {2: ("a is b",)})
    assert "A is b." in paper_table_section(built[2](Sources(Path("nowhere")))).markup()
