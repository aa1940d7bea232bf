"""The table at the end of ``make faults``: a line for each row of ``docs/faults.md``, and the exit status.

A test belongs to the rows that its marker ``fault`` names. Outcomes travel as properties of the reports, so
that runs in parallel processes count too, and through a file from one run to the next.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.fault_rows import FaultRow, fault_rows

_PROPERTY = "fault row"
_ORDER = ("failed", "passed", "skipped")


class FaultTable:
    """Gathers the outcomes of one run and shows them beside those of earlier runs.

    Args:
        record: the file that outcomes are taken up from and left in; ``None`` counts this run alone and
            leaves its exit status as it is.
    """

    def __init__(self, record: Path | None) -> None:
        self._record = record
        self._outcomes: list[tuple[int, str, str]] = []
        if record is not None and record.exists():
            self._outcomes = [tuple(outcome) for outcome in json.loads(record.read_text())]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Write the rows of each test where its reports carry them."""
        for item in items:
            rows = {row for marker in item.iter_markers("fault") for row in marker.args}
            item.user_properties.extend((_PROPERTY, row) for row in sorted(rows))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: when it ran, was skipped before, or broke around it."""
        if report.when != "call" and report.outcome == "passed":
            return
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        for name, row in report.user_properties:
            if name == _PROPERTY:
                self._outcomes.append((int(str(row)), report.outcome, reason))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Leave the outcomes for the next run; fail when a row has none that passed."""
        if self._record is None or hasattr(session.config, "workerinput"):
            return
        self._record.write_text(json.dumps(self._outcomes))
        verdicts = [verdict(row, self._outcomes) for row in fault_rows().values()]
        if session.exitstatus == 0 and not all(each in ("passed", "excluded") for each in verdicts):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table."""
        terminalreporter.section("faults")
        for row in fault_rows().values():
            terminalreporter.write_line(line_of(row, self._outcomes))


def verdict(row: FaultRow, outcomes: Iterable[tuple[int, str, str]]) -> str:
    """What became of a row: a failure outweighs all that passed, and one that passed all that was skipped."""
    seen = {outcome for number, outcome, _ in outcomes if number == row.number}
    if row.excluded and not seen:
        return "excluded"
    return next((outcome for outcome in _ORDER if outcome in seen), "no test")


def line_of(row: FaultRow, outcomes: Iterable[tuple[int, str, str]]) -> str:
    """A row as a line: number, outcome, number of tests, title, and why it was skipped if it was."""
    own = [outcome for outcome in outcomes if outcome[0] == row.number]
    found = verdict(row, own)
    counts = Counter(outcome for _, outcome, _ in own)
    line = f"{row.number:>3}  {found:<8} {counts[found]:>4}  {row.title}"
    reasons = sorted({reason for _, _, reason in own if reason})
    return f"{line} ({'; '.join(reasons)})" if found == "skipped" and reasons else line
