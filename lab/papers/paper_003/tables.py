"""The tables of paper 003, by number; 1 and 19 are named with the reason why nothing stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lab.papers.paper_003.accuracies import table_5
from lab.papers.paper_003.classes import table_6, table_7
from lab.papers.paper_003.correlation_tables import table_12, table_17
from lab.papers.paper_003.histogram_tables import table_8, table_10, table_16
from lab.papers.paper_003.key_material import KeyMaterial
from lab.papers.paper_003.network import table_2
from lab.papers.paper_003.optimisation_tables import table_18, table_20
from lab.papers.paper_003.readings import READINGS
from lab.papers.paper_003.repetition_tables import table_9, table_11
from lab.papers.paper_003.settings_tables import table_3, table_4
from lab.papers.paper_003.stability_tables import table_13, table_14, table_15
from lab.papers.paper_003.unchecked_tables import table_1, table_19
from lab.papers.tables import Builder, Table, read_as


def _of_runs(build: Callable[[Path], Table]) -> Builder:
    return lambda sources: build(sources.runs)


def _of_keys(build: Callable[[KeyMaterial | None], Table]) -> Builder:
    """Without keys such a table shows what is printed, and what contradicts itself in it."""
    return lambda sources: build(sources.keys)


_TABLES: dict[int, Builder] = {
    1: table_1,
    2: _of_runs(table_2),
    3: table_3,
    4: table_4,
    5: _of_runs(table_5),
    6: _of_runs(table_6),
    7: _of_runs(table_7),
    8: _of_keys(table_8),
    9: _of_keys(table_9),
    10: _of_keys(table_10),
    11: _of_keys(table_11),
    12: _of_keys(table_12),
    13: _of_keys(table_13),
    14: _of_keys(table_14),
    15: _of_keys(table_15),
    16: _of_keys(table_16),
    17: _of_keys(table_17),
    18: _of_keys(table_18),
    19: table_19,
    20: _of_keys(table_20),
}
TABLES = read_as(_TABLES, READINGS)
