"""The one table of paper 001."""

from __future__ import annotations

from lab.papers.paper_001.readings import READINGS
from lab.papers.paper_001.reviewed import table_1
from lab.papers.tables import read_as

TABLES = read_as({1: table_1}, READINGS)
