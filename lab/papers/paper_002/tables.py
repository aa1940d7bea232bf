"""The tables of paper 002, by number."""

from __future__ import annotations

from lab.papers.paper_002.comparison_table import table_7
from lab.papers.paper_002.histogram_tables import table_3, table_4
from lab.papers.paper_002.key_space_table import table_1
from lab.papers.paper_002.measure_tables import table_5, table_6
from lab.papers.paper_002.readings import READINGS
from lab.papers.paper_002.timing_table import table_2
from lab.papers.tables import Builder, read_as

_TABLES: dict[int, Builder] = {
    1: table_1,
    2: table_2,
    3: table_3,
    4: table_4,
    5: table_5,
    6: table_6,
    7: table_7,
}
TABLES = read_as(_TABLES, READINGS)
