"""The rows of ``docs/faults.md``, the one place that says which faults are tried and what must happen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "faults.md"

_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_FILE = re.compile(r"`(tests/[\w/]+\.py)`")
_EXCLUDED = "**Excluded**"


@dataclass(frozen=True)
class FaultRow:
    """One row.

    Attributes:
        number: what ``@pytest.mark.fault`` names it by.
        title: the fault.
        shown: the last cell: where it is shown, or why it is excluded and what stands instead.
    """

    number: int
    title: str
    shown: str

    @property
    def excluded(self) -> bool:
        """Whether no test shows it, for a reason that the row gives."""
        return self.shown.startswith(_EXCLUDED)

    @property
    def files(self) -> frozenset[str]:
        """The test files that the row names."""
        return frozenset() if self.excluded else frozenset(_FILE.findall(self.shown))


def fault_rows(text: str | None = None) -> dict[int, FaultRow]:
    """The rows by their numbers, in the document's order.

    Args:
        text: a document of that form, instead of the repository's.
    """
    found = _ROW.findall(DOCUMENT.read_text(encoding="utf-8") if text is None else text)
    return {int(number): FaultRow(int(number), title, shown) for number, title, _, shown in found}
