"""Writes the recorded outcomes of the attacks into docs/attacks.md; a test compares the two.

The record is what ``ridgekey-lab attack paper --all --people 12 --format json`` answered, in
``docs/results/attacks/report.json``.

    python docs/attack_figures.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
PAGE = DOCS / "attacks.md"
RECORD = DOCS / "results" / "attacks" / "report.json"
_BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def with_figures(text: str, outcomes: list[dict[str, Any]]) -> str:
    """The text with the table of what was recorded in its block."""
    head = "| attack | what it takes from paper mode | what the exchange answers |\n|---|---|---|\n"
    table = head + "".join(_line(outcome) for outcome in outcomes)
    return _BLOCK.sub(lambda block: f"{block[1]}{table}{block[2]}", text)


def recorded() -> list[dict[str, Any]]:
    """The recorded outcomes."""
    outcomes: list[dict[str, Any]] = json.loads(RECORD.read_text(encoding="utf-8"))["items"]
    return outcomes


def _line(outcome: dict[str, Any]) -> str:
    codes = ", ".join(f"`{code}`" for code in dict.fromkeys(outcome["exchange"]["refusals"]))
    answered = outcome["exchange"]["answered"] + (f" ({codes})" if codes else "")
    name, recovered = outcome["attack"], outcome["paper_mode"]["recovered"]
    return f"| [{name}](#{name}) | {recovered} | {answered} |\n"


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), recorded()), encoding="utf-8")


if __name__ == "__main__":
    main()
