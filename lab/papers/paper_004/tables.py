"""The tables of paper 004 that can be reproduced, by number."""

from __future__ import annotations

from lab.papers.paper_004.accuracies import table_2
from lab.papers.paper_004.diehard import table_1
from lab.papers.paper_004.readings import READINGS
from lab.papers.tables import Builder, read_as

_TABLES: dict[int, Builder] = {
    1: lambda sources: table_1(),
    2: lambda sources: table_2(sources.runs),
}
TABLES = read_as(_TABLES, READINGS)
"""The paper has one table; 2 stands for the accuracies of its text and of figures 4 to 7."""
