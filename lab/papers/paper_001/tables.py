"""The tables of paper 001 that can be reproduced, by number."""

from __future__ import annotations

from lab.papers.paper_001.reviewed import table_1
from lab.papers.tables import Builder

TABLES: dict[int, Builder] = {1: table_1}
