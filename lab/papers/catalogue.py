"""Which tables of which papers can be reproduced, and by what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from lab.papers.paper_003.accuracies import table_5
from lab.papers.paper_003.classes import table_6, table_7
from lab.papers.paper_003.correlation_tables import table_12, table_17
from lab.papers.paper_003.histogram_tables import table_8, table_10, table_16
from lab.papers.paper_003.key_material import KeyMaterial
from lab.papers.paper_003.network import table_2
from lab.papers.paper_003.optimisation_tables import table_18, table_20
from lab.papers.paper_003.repetition_tables import table_9, table_11
from lab.papers.paper_003.stability_tables import table_13, table_14, table_15
from lab.papers.tables import Builder, Table
from shared.errors import Code, Failure

PAPERS: dict[str, dict[int, Builder]] = {"003": {2: table_2, 5: table_5, 6: table_6, 7: table_7}}
"""Tables made from the reports of runs."""

KEY_TABLES: dict[str, dict[int, Callable[[KeyMaterial | None], Table]]] = {
    "003": {
        8: table_8,
        9: table_9,
        10: table_10,
        11: table_11,
        12: table_12,
        13: table_13,
        14: table_14,
        15: table_15,
        16: table_16,
        17: table_17,
        18: table_18,
        20: table_20,
    }
}
"""Tables made from keys; without any they show what is printed, and what contradicts itself in it."""


def build_tables(
    paper: str, numbers: Sequence[int] | None, runs: Path, material: KeyMaterial | None = None
) -> list[Table]:
    """Compute tables of a paper.

    Args:
        paper: its number, such as ``003``.
        numbers: of the tables, each once; all that there are when not given.
        runs: where reports of earlier runs lie.
        material: the keys that tables of keys are about.

    Raises:
        Failure: ``INVALID_INPUT`` for a paper or a table that is not here, saying which are.
    """
    if paper not in PAPERS:
        sentence = f"There is nothing of paper {paper} to reproduce; there is of {', '.join(PAPERS)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="paper")
    of_runs, of_keys = PAPERS[paper], KEY_TABLES.get(paper, {})
    known = sorted([*of_runs, *of_keys])
    wanted = list(dict.fromkeys(numbers)) if numbers else known
    unknown = [str(number) for number in wanted if number not in known]
    if unknown:
        there = ", ".join(map(str, known))
        sentence = f"Table {', '.join(unknown)} of paper {paper} cannot be reproduced; {there} can."
        raise Failure(Code.INVALID_INPUT, sentence, field="tables")
    return [of_runs[number](runs) if number in of_runs else of_keys[number](material) for number in wanted]
