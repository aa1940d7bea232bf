"""Tables of a paper, ours beside what was printed, with what the comparison shows."""

from __future__ import annotations

from collections.abc import Sequence

from lab.papers.tables import Table
from lab.report.listing import Listing
from lab.report.section import Block, Commands, Remarks, Section


def paper_table_section(table: Table) -> Section:
    """One table: the same rows and findings that ``reproduce`` shows, without what a clock has filled."""
    title = f"Table {table.number}: {table.about}"
    caption = f"Paper {table.paper}, {title[0].lower()}{title[1:]}"
    columns = [column for column in table.columns if column not in table.times]
    blocks: list[Block] = [Listing(caption, columns, table.rows, _name(table))] if table.rows else []
    if table.missing:
        why = "Not all of ours is there yet. With your own paths for what is in capitals, run first:"
        blocks.append(Commands(why, table.missing))
    if table.readings:
        blocks.append(Remarks([f"{_sentence(one)}." for one in table.readings], "How it is read:"))
    blocks.append(
        Remarks([f"{_sentence(finding)}." for finding in table.findings], "What the comparison shows:")
    )
    source = [f"Ours: {table.source}."] if table.source else []
    unchecked = [f"Not checked: {table.unchecked}."] if table.unchecked else []
    return Section(f"table-{table.number}", title, [*source, *unchecked], blocks)


def paper_table_sections(tables: Sequence[Table]) -> list[Section]:
    """A section for each table."""
    return [paper_table_section(table) for table in tables]


def _name(table: Table) -> str:
    return f"paper-{table.paper}-table-{table.number}"


def _sentence(finding: str) -> str:
    return f"{finding[:1].upper()}{finding[1:]}"
