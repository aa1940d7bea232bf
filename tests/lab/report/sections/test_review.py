"""Sections of paper 001: machines that meet, attacks on them, and table 1 as a figure."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import pytest

from lab.generators.registry import GENERATORS
from lab.generators.tree_parity.attackers import Attack
from lab.papers.paper_001.printed_rows import ROWS
from lab.report.data_file import DataFile
from lab.report.sections import tree_parity
from lab.report.sections.reviewed_spaces import reviewed_space_section
from lab.report.sections.tree_parity import tree_parity_section

pytestmark = pytest.mark.usefixtures("no_drawings")


def rows_of(files: Sequence[DataFile], name: str) -> list[dict[str, str]]:
    (file,) = (one for one in files if one.name == name)
    return list(csv.DictReader(file.text().splitlines()))


def test_machines_meet_and_are_overheard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_parity, "RUNS", 5)
    monkeypatch.setattr(tree_parity, "LISTENED", {Attack.SIMPLE: 5, Attack.GEOMETRIC: 5, Attack.MAJORITY: 1})
    section = tree_parity_section(seed=1)
    files = list(section.files())
    steps = rows_of(files, "tree-parity-steps")
    assert [row["rule"] for row in steps] == [
        rule for rule in ("hebbian", "anti-hebbian", "random-walk") for _ in range(5)
    ]
    assert all(50 < int(row["inputs"]) < 3000 for row in steps)
    distance = rows_of(files, "tree-parity-distance")
    assert float(distance[0]["parties"]) > 0.2
    assert float(distance[-1]["parties"]) == 0
    attacks = rows_of(files, "tree-parity-attacks")
    assert [(row["attack"], row["machines"], row["exchanges"]) for row in attacks] == [
        ("simple", "1", "5"),
        ("geometric", "1", "5"),
        ("majority", "100", "1"),
    ]
    assert attacks[0]["successes"] == "0"
    assert "broken at every depth" in section.markup()
    again = [file.text() for file in tree_parity_section(seed=1).files()]
    assert again == [file.text() for file in files]
    assert [file.text() for file in tree_parity_section(seed=2).files()] != again


def test_key_spaces_are_those_of_the_table() -> None:
    rows = {
        int(row["row"]): row for row in rows_of(list(reviewed_space_section().files()), "reviewed-key-spaces")
    }
    running = {row for one in GENERATORS.values() for row in one.rows}
    assert set(rows) == {row.number for row in ROWS if row.bits} | running
    assert {number for number, row in rows.items() if row["effective_bits"]} == running
    assert float(rows[26]["printed_bits"]) == 256
    assert float(rows[26]["effective_bits"]) == pytest.approx(65.2, abs=0.05)
    assert rows[25]["claimed_bits"] == ""
