"""Which tables of which papers can be reproduced, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lab.papers.paper_003.accuracies import table_5
from lab.papers.paper_003.classes import table_6, table_7
from lab.papers.paper_003.network import table_2
from lab.papers.tables import Builder, Table
from shared.errors import Code, Failure

PAPERS: dict[str, dict[int, Builder]] = {"003": {2: table_2, 5: table_5, 6: table_6, 7: table_7}}


def build_tables(paper: str, numbers: Sequence[int] | None, runs: Path) -> list[Table]:
    """Compute tables of a paper.

    Args:
        paper: its number, such as ``003``.
        numbers: of the tables, each once; all that there are when not given.
        runs: where reports of earlier runs lie.

    Raises:
        Failure: ``INVALID_INPUT`` for a paper or a table that is not here, saying which are.
    """
    builders = PAPERS.get(paper)
    if builders is None:
        sentence = f"There is nothing of paper {paper} to reproduce; there is of {', '.join(PAPERS)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="paper")
    wanted = list(dict.fromkeys(numbers)) if numbers else list(builders)
    unknown = [str(number) for number in wanted if number not in builders]
    if unknown:
        known = ", ".join(map(str, builders))
        sentence = f"Table {', '.join(unknown)} of paper {paper} cannot be reproduced; {known} can."
        raise Failure(Code.INVALID_INPUT, sentence, field="tables")
    return [builders[number](runs) for number in wanted]
