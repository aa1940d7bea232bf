"""``docs/faults.md`` names forty rows, each with tests that carry its marker or with a reason why not."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from tests.fault_rows import ROOT, FaultRow, fault_rows
from tests.fault_table import line_of, verdict

ROWS = fault_rows()
_MARKER = re.compile(r"mark\.fault\(([\d, ]+)\)")


def marked_files() -> dict[int, set[str]]:
    """By row, the test files that carry its marker."""
    found: dict[int, set[str]] = defaultdict(set)
    for file in (ROOT / "tests").rglob("test_*.py"):
        for arguments in _MARKER.findall(file.read_text(encoding="utf-8")):
            for row in arguments.split(","):
                found[int(row)].add(str(file.relative_to(ROOT)))
    return found


def test_there_are_forty_rows() -> None:
    assert list(ROWS) == list(range(1, 41))


def test_no_marker_names_another_row() -> None:
    assert set(marked_files()) <= set(ROWS)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: str(row.number))
def test_a_row_has_tests_that_it_names_or_a_reason(row: FaultRow) -> None:
    marked = marked_files()[row.number]
    if row.excluded:
        assert marked == set()
        assert len(row.shown) > len("**Excluded**: a reason")
    else:
        assert marked
        assert marked <= row.files


PASSED, FAILED, SKIPPED = (7, "passed", ""), (7, "failed", ""), (7, "skipped", "needs a disk")


@pytest.mark.parametrize(
    ("shown", "outcomes", "expected"),
    [
        pytest.param("`tests/a.py`", [], "no test", id="no test"),
        pytest.param("`tests/a.py`", [(8, "passed", "")], "no test", id="tests of another row"),
        pytest.param("`tests/a.py`", [SKIPPED], "skipped", id="only skipped"),
        pytest.param("`tests/a.py`", [SKIPPED, PASSED], "passed", id="one passed"),
        pytest.param("`tests/a.py`", [PASSED, FAILED], "failed", id="one failed"),
        pytest.param("**Excluded**: why", [], "excluded", id="excluded"),
        pytest.param("**Excluded**: why", [FAILED], "failed", id="excluded and tried all the same"),
    ],
)
def test_the_verdict_on_a_row(shown: str, outcomes: list[tuple[int, str, str]], expected: str) -> None:
    assert verdict(FaultRow(7, "a fault", shown), outcomes) == expected


def test_a_line_counts_its_tests_and_says_why_they_were_skipped() -> None:
    row = FaultRow(7, "a fault", "`tests/a.py`")
    assert line_of(row, [PASSED, SKIPPED, PASSED]).split() == ["7", "passed", "2", "a", "fault"]
    assert line_of(row, [SKIPPED]).endswith("1  a fault (needs a disk)")
