"""What Diehard found, as people and programs read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lab.batteries.diehard.battery import LEVEL, Examined
from lab.batteries.diehard.catalogue import TABLE_1, TESTS
from lab.batteries.diehard.dieharder import Crosscheck
from lab.batteries.outcome import Outcome

COLUMNS = ("test", "p_values", "smallest", "largest", "remark")
CHECKED_COLUMNS = (*COLUMNS[:-1], "dieharder", "remark")

_FINDINGS_NAMED = 3

Record = dict[str, Any]
Checks = Mapping[str, Crosscheck | None]
"""What dieharder said, by test; None where it has no such test. Empty if it was not asked."""


def sentence(examined: Examined) -> str:
    """The verdict in words. It says what was found, and never that something is secret."""
    size = len(examined.applicable)
    if not size:
        return "No test applies, so nothing is said of the source."
    findings = examined.findings
    if not findings:
        return (
            f"Nothing found: none of {size:,} p-values is too near to 0 or 1 for their number. "
            "This is no evidence of secrecy."
        )
    named = "; ".join(f"{one.test} {one.variant}".rstrip() for one in findings[:_FINDINGS_NAMED])
    more = f" and {len(findings) - _FINDINGS_NAMED:,} more" if len(findings) > _FINDINGS_NAMED else ""
    return f"Told from an ideal source by {named}{more}: {len(findings):,} of {size:,} p-values."


def head(examined: Examined, source: str, scale: float) -> Record:
    """What was tested, and the verdict."""
    return {"source": source, "bytes": examined.given, "scale": scale, "verdict": sentence(examined)}


def rows(examined: Examined, checks: Checks) -> list[Record]:
    """A line for every test: the ends of its p-values, or why it has none."""
    tests = dict.fromkeys(outcome.test for outcome in examined.outcomes)
    return [_row(test, examined, checks) for test in tests]


def record(examined: Examined, source: str, scale: float, checks: Checks) -> Record:
    """Everything, every p-value included, as JSON can hold it."""
    return {
        **head(examined, source, scale),
        "distinguished": bool(examined.findings),
        "level": LEVEL,
        "outcomes": [_outcome(outcome) for outcome in examined.outcomes],
        "paper_004": _table_1(examined.outcomes),
        "dieharder": {test: _check(check) for test, check in checks.items()},
    }


def _row(test: str, examined: Examined, checks: Checks) -> Record:
    own = [outcome for outcome in examined.outcomes if outcome.test == test]
    values = [outcome.p_value for outcome in own if outcome.p_value is not None]
    found = sum(outcome.test == test for outcome in examined.findings)
    remark = f"found: {found:,}" if found else None
    check = checks.get(test)
    return {
        "test": test,
        "p_values": len(values),
        "smallest": _shown(min(values)) if values else None,
        "largest": _shown(max(values)) if values else None,
        "dieharder": check.text() if check else None,
        "remark": remark if values else f"not applicable: {own[0].reason}",
    }


def _shown(p_value: float) -> str:
    return f"{p_value:.6f}" if p_value >= 1e-4 or p_value == 0 else f"{p_value:.1e}"


def _outcome(outcome: Outcome) -> Record:
    return {"title": TESTS[outcome.test].title, **asdict(outcome)}


def _check(check: Crosscheck | None) -> Record | None:
    return None if check is None else asdict(check)


def _table_1(outcomes: Sequence[Outcome]) -> list[Record]:
    found = {(outcome.test, outcome.variant): outcome.p_value for outcome in outcomes}
    return [
        {"row": row.title, "printed": row.printed, "measured": found.get((row.test, row.variant))}
        for row in TABLE_1
    ]
