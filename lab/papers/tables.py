"""A table of a paper: what was printed and what comes out here, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lab.papers.sources import Sources


@dataclass(frozen=True)
class Table:
    """One table, reproduced or not.

    Attributes:
        paper: number of the paper, such as ``003``.
        number: of the table in it.
        about: what it shows, in our words.
        columns: keys of a row, in order.
        rows: values that JSON can hold; those of the paper are named ``paper`` or ``paper_…``.
        source: what ours was computed from; empty where nothing was.
        readings: how what the paper leaves open is read, a phrase each.
        findings: what the comparison shows, and where the paper contradicts itself.
        missing: the commands to run first, where ours could not be computed.
        unchecked: why nothing of ours can stand beside what is printed; empty for a table that is checked.
        times: columns that a clock has filled; a report, whose bytes never change, leaves them out.
    """

    paper: str
    number: int
    about: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    source: str
    findings: Sequence[str] = ()
    missing: Sequence[str] = ()
    readings: Sequence[str] = ()
    unchecked: str = ""
    times: Sequence[str] = ()

    @property
    def title(self) -> str:
        """What stands over it."""
        return f"Paper {self.paper}, table {self.number}: {self.about}"

    def notes(self) -> list[str]:
        """What stands below it: where ours comes from, or how to get it; how it is read; the findings."""
        origin = [f"Ours: {self.source}."] if self.source else []
        why = [f"Not checked: {self.unchecked}."] if self.unchecked else []
        read = [f"Read: {reading}." for reading in self.readings]
        how = "Not all is there yet; run first, with your own paths for what is in capitals:"
        todo = [how] if self.missing else []
        commands = [f"  {command}" for command in self.missing]
        return [
            *origin,
            *why,
            *todo,
            *commands,
            *read,
            *(f"Finding: {finding}." for finding in self.findings),
        ]

    def record(self) -> dict[str, Any]:
        """The table as JSON holds it."""
        return asdict(self)


Builder = Callable[["Sources"], Table]
"""Makes a table of whatever it needs of the sources."""


def read_as(builders: Mapping[int, Builder], readings: Mapping[int, Sequence[str]]) -> dict[int, Builder]:
    """The same tables, each with how it is read.

    Args:
        builders: of a paper's tables, by number.
        readings: a phrase for each place that the paper leaves open, by the table's number; every table has
            some, but for those that are not checked.
    """
    return {number: _reading(build, readings.get(number, ())) for number, build in builders.items()}


def _reading(build: Builder, readings: Sequence[str]) -> Builder:
    return lambda sources: replace(build(sources), readings=readings)
