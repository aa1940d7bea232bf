"""Which tables of which papers can be reproduced, and by what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lab.papers.paper_000.tables import TABLES as PAPER_000
from lab.papers.paper_001.tables import TABLES as PAPER_001
from lab.papers.paper_002.tables import TABLES as PAPER_002
from lab.papers.paper_003.tables import TABLES as PAPER_003
from lab.papers.paper_004.tables import TABLES as PAPER_004
from lab.papers.sources import Sources
from lab.papers.tables import Builder, Table
from shared.errors import Code, Failure

PAPERS: dict[str, dict[int, Builder]] = {
    "000": PAPER_000,
    "001": PAPER_001,
    "002": PAPER_002,
    "003": PAPER_003,
    "004": PAPER_004,
}


def build_tables(
    paper: str,
    numbers: Sequence[int] | None,
    sources: Sources,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Table]:
    """Compute tables of a paper.

    Args:
        paper: its number, such as ``003``.
        numbers: of the tables, each once; all that there are when not given.
        sources: what they are made from.
        progress: told how many of how many tables are made.

    Raises:
        Failure: ``INVALID_INPUT`` for a paper or a table that is not here, saying which are.
    """
    if paper not in PAPERS:
        sentence = f"There is nothing of paper {paper} to reproduce; there is of {', '.join(PAPERS)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="paper")
    builders = PAPERS[paper]
    wanted = list(dict.fromkeys(numbers)) if numbers else sorted(builders)
    unknown = [str(number) for number in wanted if number not in builders]
    if unknown:
        there = ", ".join(map(str, sorted(builders)))
        sentence = f"Table {', '.join(unknown)} of paper {paper} cannot be reproduced; {there} can."
        raise Failure(Code.INVALID_INPUT, sentence, field="tables")
    built = []
    for number in wanted:
        progress(len(built), len(wanted))
        built.append(builders[number](sources))
    return built
