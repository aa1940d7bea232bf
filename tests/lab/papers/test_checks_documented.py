"""The checks of ``docs/lab.md``: every test that a row names is there and says so, and no other does."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[3]
CHECKS = 17

_ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_SAID = re.compile(r"Check (\d+) of docs/lab\.md: ")


def documented() -> dict[int, set[str]]:
    """By number, what a row of the table names."""
    page = (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")
    table = page.partition("\n## Checks\n")[2].partition("\n## ")[0]
    return {
        int(number): {"::".join(one) for one in _NAMED.findall(cell)} for number, cell in _ROW.findall(table)
    }


def said() -> dict[int, set[str]]:
    """By number, the tests whose docstrings name it."""
    found: dict[int, set[str]] = defaultdict(set)
    for file in (ROOT / "tests").rglob("test_*.py"):
        text = file.read_text(encoding="utf-8")
        if _SAID.search(text) is None:
            continue
        for node in ast.walk(ast.parse(text)):
            match = isinstance(node, ast.FunctionDef) and _SAID.match(ast.get_docstring(node) or "")
            if match:
                found[int(match[1])].add(f"{file.relative_to(ROOT)}::{node.name}")
    return found


def test_every_check_names_the_tests_that_name_it() -> None:
    assert documented() == said()
    assert list(documented()) == list(range(1, CHECKS + 1))
