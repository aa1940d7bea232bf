"""docs/attacks.md says what the command answered, about every attack that there is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from lab.attacks.catalogue import ATTACKS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    """The script that writes the table."""
    spec = importlib.util.spec_from_file_location("attack_figures", DOCS / "attack_figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_what_was_recorded(figures: ModuleType) -> None:
    text = figures.PAGE.read_text(encoding="utf-8")
    assert figures.with_figures(text, figures.recorded()) == text, "run `python docs/attack_figures.py`"


def test_what_was_recorded_is_every_attack_as_it_is_now(figures: ModuleType) -> None:
    recorded = {outcome["attack"]: outcome for outcome in figures.recorded()}
    assert list(recorded) == list(ATTACKS)
    assert {name: outcome["needs"] for name, outcome in recorded.items()} == {
        name: attack.needs for name, attack in ATTACKS.items()
    }
    assert all(each["paper_mode"]["broken"] and each["exchange"]["held"] for each in recorded.values())


def test_every_attack_has_its_paragraph() -> None:
    text = (DOCS / "attacks.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == list(ATTACKS)
