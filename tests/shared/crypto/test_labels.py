"""Every label stands once, in one table (protocol, preamble)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.crypto.labels import Label

ROOT = Path(__file__).parents[3]
PREFIX = "ridgekey/1 "
NO_PART_OF_THE_PROTOCOL = {"seeded.py"}
"""The label of made-up weights: it separates nothing that both ends must agree on."""


def literals(tree: ast.Module) -> Iterator[str]:
    """The string literals of a module that are not documentation."""
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


@pytest.mark.parametrize("label", Label)
def test_a_label_names_the_version_and_is_plain_text(label: Label) -> None:
    assert label.startswith(PREFIX)
    assert label.isascii()
    assert label.isprintable()


def test_no_label_is_another_one() -> None:
    assert len({label.value for label in Label}) == len(list(Label)) >= 12


def test_no_label_is_written_anywhere_else() -> None:
    strays = [
        (path.relative_to(ROOT).as_posix(), literal)
        for package in ("shared", "server", "branch_client")
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name not in {"labels.py", *NO_PART_OF_THE_PROTOCOL}
        for literal in literals(ast.parse(path.read_text("utf-8")))
        if literal.startswith(PREFIX)
    ]
    assert strays == []
