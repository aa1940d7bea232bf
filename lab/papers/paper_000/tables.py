"""The tables of paper 000, by number."""

from __future__ import annotations

from lab.papers.paper_000.length_table import table_1
from lab.papers.paper_000.nist_table import table_2
from lab.papers.paper_000.readings import READINGS
from lab.papers.tables import read_as

TABLES = read_as({1: table_1, 2: table_2}, READINGS)
